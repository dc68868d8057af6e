"""Modules become one script: what they share, and what is not understood."""

import pytest

from xlrnn.playground.bundle import bundle


def files(**texts):
    return {f"{name.replace('__', '/')}.js": text.encode() for name, text in texts.items()}


def test_what_a_module_needs_comes_first_and_once():
    script = bundle(
        "main.js",
        files(
            main='import { a } from "./part/a.js";\nimport { b as c } from "./part/b.js";\na(c);',
            part__a='import { b } from "./b.js";\nexport function a() {\n    return b;\n}\n',
            part__b="export const b = 1;\n",
        ),
    )
    assert script.count("const module_part_b =") == 1
    assert script.index("module_part_b =") < script.index("module_part_a =")
    assert "const { b } = module_part_b;" in script
    assert "const { b: c } = module_part_b;" in script
    assert "return { a };" in script
    assert "\nimport " not in script
    assert "\nexport " not in script


def test_all_forms_of_our_modules_are_understood():
    script = bundle(
        "main.js",
        files(
            main='import * as all from "./a.js";\n'
            'import {\n    one,\n    two as zwei,\n} from "./b.js";\n',
            a='export { one, three as drei } from "./b.js";\nimport "./b.js";\n'
            "export async function run() {}\nexport function* walk() {}\n",
            b="const three = 3;\nexport const one = 1;\nexport class Two {}\n"
            "const two = 2;\nexport { two, three };\n",
        ),
    )
    assert "const all = module_a;" in script
    assert "const { one, two: zwei } = module_b;" in script
    assert "return { run, walk, one: module_b.one, drei: module_b.three };" in script
    assert "return { one, Two, two: two, three: three };" in script


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('import thing from "./a.js";', "not understood: import thing"),
        ('import { thing } from "library";', "not understood: import"),
        ("export default 1;", "not understood: export default"),
        ("export let changing = 1;", "not understood: export let"),
        ('const later = import("./a.js");', r"not understood: import\("),
        ('import { a } from "./gone.js";', r"main\.js imports gone\.js: no such file"),
        ('import { main } from "./main.js";', r"modules need each other: main\.js → main\.js"),
    ],
)
def test_what_is_not_understood_is_an_error(text, why):
    with pytest.raises(ValueError, match=why):
        bundle("main.js", files(main=text, a="export const a = 1;"))


def test_words_in_comments_are_no_imports():
    text = "/*\nimport what is needed\n*/\n/** export nothing */\nconst a = 1;"
    assert "import what is needed" in bundle("main.js", files(main=text))
