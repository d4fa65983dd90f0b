"""Names and addresses that a hall's server goes by, and what a hall's authority may speak for."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from cryptography.x509 import DNSName, GeneralName, IPAddress, NameConstraints

from congress.errors import Invalid
from congress.i18n import say

LOCAL_NAMES: Final = ("localhost", "local", "lan", "internal", "home.arpa")
LOCAL_NETWORKS: Final = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)


def addresses() -> list[str]:
    """The names and addresses under which this machine can be reached in the hall, best first."""
    name = socket.gethostname().lower().split(".")[0]
    found = [outward_address(), f"{name}.local", "localhost", "127.0.0.1"]
    return list(dict.fromkeys(filter(None, found)))


def outward_address() -> str:
    """The address that this machine would send from, if it has a network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: nobody's address
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def names(hosts: Iterable[str]) -> list[GeneralName]:
    """Hosts as certificates write them, each once. Raises Invalid on what is no host."""
    found = sorted(set(map(name, hosts)), key=str)
    if not found:
        raise Invalid(say("请至少给出一个主机名或 IP 地址"))
    return found


def name(host: str) -> GeneralName:
    bare = host.strip().strip("[]").rstrip(".")
    return address(bare) or domain(bare) or refuse(host)


def address(text: str) -> IPAddress | None:
    try:
        return IPAddress(ip_address(text))
    except ValueError:
        return None


def domain(text: str) -> DNSName | None:
    """RFC 1123: labels of letters, digits and inner hyphens; other scripts by IDNA."""
    try:
        ascii_text = text.encode("idna").decode().lower()
    except UnicodeError:
        return None
    labels = ascii_text.split(".")
    sound = all(label.replace("-", "").isalnum() and label.strip("-") == label for label in labels)
    return DNSName(ascii_text) if sound else None


def refuse(host: str) -> GeneralName:
    raise Invalid(say("“{host}”不是主机名或 IP 地址，不能写入证书", host=host))


def territory(own: Iterable[GeneralName]) -> NameConstraints:
    """Everything local, and these names themselves (RFC 5280 section 4.2.1.10)."""
    places: list[GeneralName] = [*map(DNSName, LOCAL_NAMES)]
    places += [IPAddress(ip_network(text)) for text in LOCAL_NETWORKS]
    places += [IPAddress(ip_network(n.value)) if isinstance(n, IPAddress) else n for n in own]
    return NameConstraints(list(dict.fromkeys(places)), None)


def lies_in(name: GeneralName, territory: NameConstraints) -> bool:
    """Whether an authority of this territory may speak for a name."""
    return any(covers(place, name) for place in territory.permitted_subtrees or ())


def covers(place: GeneralName, name: GeneralName) -> bool:
    if isinstance(place, DNSName) and isinstance(name, DNSName):
        return f".{name.value}".endswith(f".{place.value}")
    if isinstance(place, IPAddress) and isinstance(name, IPAddress):
        network, host = place.value, name.value
        return not isinstance(network, IPv4Address | IPv6Address) and host in network
    return False
