import pytest
from django.core.management import CommandError, call_command

from feedback.models import Comment
from journeys.models import Service
from research.insights.models import AnalysisRun
from tests.factories import AnalysisRunFactory, ServiceFactory

pytestmark = pytest.mark.django_db
Talk = dict[str, list[Comment]]


def test_a_run_in_the_foreground_prints_what_came_out(
    talk: Talk, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("analyse", service=service.slug, backend="lexical")
    out = capsys.readouterr().out
    assert AnalysisRun.objects.get().state == "done"
    assert out.startswith("Trouwen: ")
    assert "54 received = " in out or "54 ontvangen = " in out


def test_without_a_service_each_one_that_people_spoke_about_is_analysed(talk: Talk, service: Service) -> None:
    ServiceFactory(passport=True)
    call_command("analyse", backend="lexical", verbosity=0)
    assert [run.service for run in AnalysisRun.objects.all()] == [service]


def test_an_unknown_service_gets_a_sentence_with_the_known_ones(service: Service) -> None:
    with pytest.raises(CommandError, match="trouwen"):
        call_command("analyse", service="trouwne")


@pytest.mark.parametrize("themes", [0, -3])
def test_an_impossible_number_of_themes_gets_a_sentence(service: Service, themes: int) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("analyse", themes=themes)


def test_a_run_that_a_worker_is_busy_with_is_left_to_it(talk: Talk, service: Service) -> None:
    AnalysisRunFactory(service=service, state="running", progress=40, heartbeat_at="2999-01-01T00:00Z")
    with pytest.raises(CommandError, match="40"):
        call_command("analyse", service=service.slug)


def test_a_run_that_fails_says_why(talk: Talk, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.insights.pipeline.shipped_embedder", lambda: None)
    with pytest.raises(CommandError):
        call_command("analyse", service=service.slug, backend="semantic")


def test_ctrl_c_ends_with_a_sentence_and_leaves_no_run_without_a_worker(
    talk: Talk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(pk: int, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("research.insights.pipeline.run", stop)
    with pytest.raises(CommandError) as told:
        call_command("analyse", service=service.slug)
    assert told.value.returncode == 130
    assert AnalysisRun.objects.get().state == "cancelled"


def test_a_seed_that_no_generator_takes_gets_a_sentence(service: Service) -> None:
    with pytest.raises(CommandError, match="seed"):
        call_command("analyse", "--seed", "-1")
