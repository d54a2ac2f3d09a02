"""
TLS towards a registry at an https address: files named in the surroundings, the same that the instrument reads.
"""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpx

CA, CERT, KEY = "TEKIGO_SUT_CA", "TEKIGO_SUT_CERT", "TEKIGO_SUT_KEY"
PASSWORD = "TEKIGO_SUT_KEY_PASSWORD"


@cache
def context() -> ssl.SSLContext:
    """
    What the fakes of this process speak TLS with. Raise OSError where a file that is named cannot serve.
    """
    authorities, cert = os.environ.get(CA), os.environ.get(CERT)
    made = (
        ssl.create_default_context(cafile=authorities)
        if authorities
        else httpx.create_ssl_context(trust_env=False)
    )
    if cert:
        # With an answer ready, nobody is asked for the password at a terminal.
        made.load_cert_chain(cert, os.environ.get(KEY) or None, lambda: os.environ.get(PASSWORD, ""))
    return made


def check() -> str | None:
    """
    What is wrong with the files that are named, if anything is.
    """
    try:
        context()
    except (OSError, ValueError) as error:
        return f"the files of {CA}, {CERT} and {KEY} cannot be used: {error}"
    return None
