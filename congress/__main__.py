"""The command line: serve, demo, verify, export, backup, restore, fingerprint."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NoReturn, Self

import typer

from congress import archive, booth
from congress.archive import certificate, package
from congress.archive.parallel import is_ballot_archive, judge_everywhere
from congress.archive.verification import Check, Uses, booths, check_certificate, uses
from congress.archive.verification import verify as verify_package
from congress.archive.verification.ballots import Verdict, verify_ballots
from congress.demo.loader import load as load_demo
from congress.errors import CongressError
from congress.house import House, prepare
from congress.i18n import Message, render
from congress.secrecy import service as secrecy
from congress.serving import Listening, listen
from congress.settings import Settings

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="职工代表大会 · employee congress",
)
Data = Annotated[
    Path, typer.Option(help="数据文件夹：数据库、文件、密钥都在里面 · folder that holds everything")
]
Group = Annotated[
    str,
    typer.Option(
        help="演示大会的无记名投票用哪个群：Ed25519 或 BELENIOS-2048 · group of the demo's secret ballots"
    ),
]
HERE = Path("data")
USUAL = "Ed25519"
OURS = "与本软件的相同 · those of this software"
OTHERS = (
    "与本软件的不同，请与当时的版本核对 · not those of this software: compare with the release of that time"
)
NO_SM2 = "没有，用印的印章没有 SM2 密钥 · none, the seals that were pressed have no SM2 key"


def both(message: Message | str) -> str:
    """A sentence in both languages, for whoever sits at the terminal."""
    chinese, english = render(message, "zh"), render(message, "en")
    return chinese if chinese == english else f"{chinese} · {english}"


def fail(error: CongressError) -> typer.Exit:
    """Say what is wrong, and what would help."""
    typer.echo(both(error.refusal.reason), err=True)
    if error.refusal.remedy:
        typer.echo(both(error.refusal.remedy), err=True)
    return typer.Exit(1)


def opened(data: Path) -> House:
    """The house over an existing data folder."""
    if not (data / "congress.db").exists():
        typer.echo(f"没有数据：{data} · no data in this folder", err=True)
        raise typer.Exit(1)
    return prepare(Settings(data=data.resolve()))


@cli.command()
def serve(  # noqa: PLR0913 -- one parameter for each option of the command line
    data: Data = HERE,
    *,
    host: Annotated[str, typer.Option(help="监听地址 · address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="空库时装入演示大会 · load the demo congress if empty")
    ] = False,
    group: Group = USUAL,
    certificate: Annotated[Path | None, typer.Option(help="TLS 证书（PEM）· certificate")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS 私钥（PEM）· private key")] = None,
    hall: Annotated[
        list[str] | None,
        typer.Option(help="为会场自建证书，写主机名或 IP，可多次 · make a certificate for these names"),
    ] = None,
    timestamp: Annotated[
        str, typer.Option(help="盖章用的时间戳服务（RFC 3161）地址 · time stamp service for the seal")
    ] = "",
    smtp: Annotated[
        str,
        typer.Option(
            help="邮件服务器，如 smtps://用户名@主机:465 或 smtp://用户名@主机:587 · mail server for deliveries"
        ),
    ] = "",
    smtp_from: Annotated[str, typer.Option(help="发信的邮箱地址 · the address mail is sent from")] = "",
    smtp_password: Annotated[
        Path | None,
        typer.Option(
            help="存有邮箱密码的文件；或设环境变量 CONGRESS_SMTP_PASSWORD · file with the mailbox's password"
        ),
    ] = None,
    drop: Annotated[
        list[Path] | None,
        typer.Option(help="允许投放文件的交换文件夹，可多次 · folder where files for others may be dropped"),
    ] = None,
    insecure_http: Annotated[
        bool,
        typer.Option("--insecure-http", help="允许非本机的明文 HTTP：手机将不能签名 · phones cannot sign"),
    ] = False,
) -> None:
    """启动服务 · Start the server."""
    wish = Listening(
        data.resolve(),
        host,
        port,
        certificate,
        key,
        tuple(hall or ()),
        insecure_http,
        demo,
        group,
        timestamp,
        smtp=smtp,
        smtp_from=smtp_from,
        smtp_password=secret_of(smtp_password),
        drops=tuple(folder.resolve() for folder in drop or ()),
    )
    try:
        listen(wish, lambda line: typer.echo(both(line)))
    except CongressError as error:
        raise fail(error) from error


def secret_of(file: Path | None) -> str:
    """A password from its file, or from the environment; never from the command line, which others can see."""
    if file is None:
        return os.environ.get("CONGRESS_SMTP_PASSWORD", "")
    try:
        return file.read_text().strip()
    except OSError as error:
        typer.echo(f"读不了密码文件：{file} · the file with the password cannot be read", err=True)
        raise typer.Exit(1) from error


@cli.command()
def demo(data: Data = HERE, *, group: Group = USUAL) -> None:
    """把演示大会装入空的数据文件夹 · Load the demo congress into an empty folder."""
    house = prepare(Settings(data=data.resolve()))
    try:
        load_demo(house, group)
    except CongressError as error:
        raise fail(error) from error
    finally:
        house.database.close()


@cli.command()
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            help="导出包（zip 或解开的文件夹）、.bel 选票归档，或表决证明 .json · package, ballots, or certificate"
        ),
    ],
    *,
    within: Annotated[
        Path | None,
        typer.Option(
            "--package", help="核验表决证明时：与哪个导出包核对 · the package to hold a certificate against"
        ),
    ] = None,
) -> None:
    """只凭导出包核验全部记录 · Check an exported record with nothing but the export."""
    if is_ballot_archive(file):
        finish(sum(not report(check) for check in verify_ballots(file.read_bytes(), judged)))
    try:
        held = certificate.held(file, within)
        found = package.read(held.package if held else file)
        typer.echo(about(found))
        faulty = sum(not report(check) for check in verify_package(found, judged))
        if held:
            typer.echo(f"{file.name}: SHA-256 {held.sha256}")
            faulty += not report(check_certificate(found, held.content))
    except CongressError as error:
        raise fail(error) from error
    for name in found.json(package.KEYS):
        typer.echo(f"记录密钥 · record key: {name}")
    for value in booths(found):
        same = value == booth.read().fingerprint
        typer.echo(f"投票程序 · voting scripts: {value} ({OURS if same else OTHERS})")
    for line in sealed_files(uses(found)):
        typer.echo(line)
    finish(faulty)


def about(found: package.Package) -> str:
    """Whose archive this is, of which sitting, as of when."""
    said = found.manifest
    scope = said.get("sitting") or {"label": {"zh": "全部会议", "en": "all sittings"}}
    when = said.get("state_at", said.get("made_at", ""))
    return f"{said.get('enterprise', '')} · {scope['label']['zh']} · {scope['label']['en']} · {when}"


def sealed_files(known: Uses) -> Iterator[str]:
    """How many have an SM2 signature, and how many there are that this package has not."""
    if known.here:
        of_all = (
            f"盖章的文件 {known.here} 份，有的 {known.sm2} 份 · on {known.sm2} of {known.here} sealed files"
        )
        yield f"SM2 签名 · SM2 signatures: {of_all if known.sm2 else NO_SM2}"
    if known.elsewhere:
        yield (
            f"另有 {known.elsewhere} 份盖章的文件属于其他会议，不在这个包里，没有核对"
            f" · sealed files of other sittings, not in this package and not looked at: {known.elsewhere}"
        )


def finish(faulty: int) -> NoReturn:
    """Say whether all is well, and end with it."""
    typer.echo("核验未通过 · NOT verified" if faulty else "核验通过 · verified")
    raise typer.Exit(1 if faulty else 0)


def judged(election: str, ballots: Sequence[str]) -> Iterator[Verdict]:
    """Judge ballots on all cores; whoever watches sees how many of how many, in one line. A pipe gets none."""
    judging = judge_everywhere(election, ballots)
    if not sys.stderr.isatty():
        yield from judging
        return
    label = "选票 · ballots"
    with typer.progressbar(judging, len(ballots), label, show_pos=True, file=sys.stderr) as watched:
        yield from watched


def report(check: Check) -> bool:
    """Print one check and everything that is wrong."""
    typer.echo(f"{'✓' if check.passed else '✗'} {both(check.name)} ({check.examined})")
    for fault in check.faults:
        typer.echo(f"    {both(fault)}")
    return check.passed


@cli.command()
def export(
    file: Annotated[Path, typer.Argument(help="写到哪里（.zip 或 .bel）· where to")],
    data: Data = HERE,
    *,
    sitting: Annotated[
        str,
        typer.Option(
            help="只导出这次会议，如 3-2 是第三届第二次会议；不写则导出全部 · one sitting: term and number"
        ),
    ] = "",
    ballots: Annotated[
        int | None,
        typer.Option(
            help="只导出这项手机无记名表决的选票归档（地址里的编号）· only the ballots of this vote"
        ),
    ] = None,
) -> None:
    """导出可独立阅读和核验的档案 · Export an archive, to be read and verified anywhere."""
    house = opened(data)
    try:
        with house.database.read() as session:
            if ballots is not None:
                file.write_bytes(secrecy.archive(session, secrecy.the_box(session, ballots).poll_id))
                typer.echo(f"{file}: {secrecy.arrived(session, ballots)} 张选票 · ballots")
                return
            with Watched("文件 · files") as tell:
                entries = archive.export(
                    session, house.keeper, file, folder=house.settings.data, sitting=sitting, tell=tell
                )
    except CongressError as error:
        raise fail(error) from error
    except OSError as error:
        raise unwritten(file, error) from error
    finally:
        house.database.close()
    typer.echo(f"{file}: {entries} 条记录 · entries")


def unwritten(file: Path, error: OSError) -> typer.Exit:
    """The disk is full, or the folder is not there: nothing is left of the file."""
    typer.echo(f"没有写成：{file}（{error.strerror}） · not written", err=True)
    return typer.Exit(1)


class Watched:
    """Tells whoever sits at the terminal how many of how many are done, in one line. A pipe is told nothing."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self._shown:
            typer.echo(f"\r{self._label} {done}/{total}", nl=False, err=True)

    def __exit__(self, *_error: object) -> None:
        if self._shown:
            typer.echo("", err=True)


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="写到哪里（.zip）· where to")], data: Data = HERE
) -> None:
    """备份一切，服务运行时也可以 · Back up everything, even while the server runs."""
    house = opened(data)
    try:
        size = archive.backup(house.settings, file)
    except OSError as error:
        raise unwritten(file, error) from error
    finally:
        house.database.close()
    typer.echo(f"{file}: {size:,} bytes")


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="备份文件 · the backup")], data: Data = HERE) -> None:
    """把备份放回空的数据文件夹 · Put a backup into an empty folder."""
    try:
        archive.restore(file, data.resolve())
    except CongressError as error:
        raise fail(error) from error
    except OSError as error:
        raise unwritten(data, error) from error
    typer.echo(f"{data.resolve()}")


@cli.command()
def fingerprint() -> None:
    """投票程序的校验值：先列每个文件，最后一行是全部的 · The voting scripts' checksums, each and all."""
    typer.echo(booth.read().listing + booth.read().fingerprint)


if __name__ == "__main__":
    cli()
