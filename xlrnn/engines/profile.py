"""LibreOffice's profile: what a workbook may make it do is nothing, and it speaks English."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = "/org.openoffice.Office."
_INTERNET: Final = "/org.openoffice.Inet/Settings"
# Every request goes to a proxy that is not there, those to this machine included.
_NOWHERE: Final = (
    ("ooInetProxyType", "2"),
    ("ooInetNoProxy", ""),
    *((f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
)
# English error texts; nothing is run, fetched or calculated while a file loads (1: never). One
# thread calculates: several of LibreOffice 7.4 read results of long chains that have not been
# replaced yet, or take a chain for a circle (Err:522) when it is calculated again.
_SETTINGS: Final = (
    ("/org.openoffice.Setup/L10N", "ooLocale", "en-US"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"),
    (_PACKAGE + "Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    (_PACKAGE + "Calc/Formula/Load", "ODFRecalcMode", "1"),
    (_PACKAGE + "Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (_PACKAGE + "Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (_PACKAGE + "Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (_PACKAGE + "Common/Security/Scripting", "DisableActiveContent", "true"),  # from 7.6 on
    (_PACKAGE + "Common/Security/Scripting", "ExecutePlugins", "false"),
    (_PACKAGE + "Common/Misc", "PluginsEnabled", "false"),
    (_PACKAGE + "Java/VirtualMachine", "Enable", "false"),
    (_PACKAGE + "Calc/Content/Update", "Link", "2"),  # never
    *((_INTERNET, name, value) for name, value in _NOWHERE),
    (_PACKAGE + "Calc/Formula/Calculation", "UseThreadedCalculationForFormulaGroups", "false"),
)


def write_profile(profile: Path) -> None:
    """Write the settings into a new folder, in which LibreOffice finds them when it starts."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
