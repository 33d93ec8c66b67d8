"""What sign-in attempts are counted by."""

import pytest

from audit_api.people.attempts import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::ffff:c000:207", "192.0.2.7"),
        ("unknown", "unknown"),
        ("", ""),
        ("192.0.2.7:443", "192.0.2.7:443"),
        ("2001:db8::/64", "2001:db8::/64"),
    ],
)
def test_attempts_are_counted_by_address_or_subnet(address: str, network: str) -> None:
    assert network_of(address) == network
