"""The Chromium that tests drive, without what costs and shows nothing."""

from playwright.sync_api import Browser, Playwright

_OFF = (
    # pages of the browser's own address field, two beside each window: a fifth of what a test in a browser costs
    "WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup",
    # what Playwright puts off itself: the flag counts once, the last time it is given
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
)  # fmt: skip


def launched(playwright: Playwright, executable: str | None) -> Browser:
    return playwright.chromium.launch(
        executable_path=executable, args=["--no-sandbox", f"--disable-features={','.join(_OFF)}"]
    )
