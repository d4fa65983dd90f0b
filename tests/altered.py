"""A script that reaches one browser with other bytes: a poisoned cache, a meddling proxy, a half-done upgrade."""

from playwright.sync_api import BrowserContext, Page, Route

MARK = "\nglobalThis.altered = true;\n"


def alter(context: BrowserContext, name: str) -> None:
    """From now on this script of the site (``js/seal.js``) says more than the server sent."""

    def answer(route: Route) -> None:
        sent = route.fetch()
        route.fulfill(response=sent, body=sent.text() + MARK)

    context.route(f"**/static/*/{name}", answer)


def has_run(page: Page) -> bool:
    return bool(page.evaluate("globalThis.altered === true"))
