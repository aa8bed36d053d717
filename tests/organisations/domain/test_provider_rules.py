"""Who may, and who must, sign in through the provider."""

from organisations.domain import provider_rules


def test_without_rules_everyone_may_and_nobody_must(settings):
    settings.OIDC_DOMAINS, settings.OIDC_REQUIRED_DOMAINS = [], []
    assert provider_rules.may_use_provider("a@verein.example")
    assert not provider_rules.must_use_provider("a@verein.example")
    assert not provider_rules.is_vouched_for("a@verein.example")


def test_rules_look_at_the_domain_alone(settings):
    settings.OIDC_DOMAINS = settings.OIDC_REQUIRED_DOMAINS = ["verein.example"]
    assert provider_rules.must_use_provider("A@VEREIN.example")
    assert provider_rules.is_vouched_for("a@verein.example")
    for stranger in (
        "a@verein.example.net",
        "a@unter.verein.example",
        "verein.example@x.example",
        "",
    ):
        assert not provider_rules.may_use_provider(stranger)
        assert not provider_rules.must_use_provider(stranger)


def test_the_provider_is_called_by_its_name(settings):
    settings.OIDC_NAME = "Verbandskonto"
    assert "„Verbandskonto“" in provider_rules.use_provider_instead()


def test_a_provider_is_offered_where_there_is_one(settings):
    assert not provider_rules.is_offered()
    settings.OIDC_SERVER_URL = "https://dienst.example"
    assert provider_rules.is_offered()
