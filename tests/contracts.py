"""How the test run checks signatures: shapes and types, a whole number counting as a number."""

from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True))
