"""Unknown accounts: an answer that came sooner would tell which accounts exist."""

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError

from audit_api.people import auth


def test_an_unknown_account_is_compared_with_a_hash_as_costly_as_a_real_one() -> None:
    nobody, real = auth._NOBODY, auth._hasher.hash("some password")
    assert extract_parameters(nobody) == extract_parameters(real)
    assert len(nobody) == len(real)
    # Not an invalid hash, which would be refused without any work.
    with pytest.raises(VerifyMismatchError):
        auth._hasher.verify(nobody, "some password")
