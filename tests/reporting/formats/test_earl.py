"""`earl.jsonld`: its outcomes, its links, and what two documents make of each other."""

import json

import pytest
import rdflib

from conformance.reporting.formats import FORMATS


@pytest.fixture
def assertions(verdict):
    """Return the assertions: that of the run first."""
    graph = json.loads(FORMATS["earl.jsonld"](verdict))["@graph"]
    return [each for each in graph if each["@type"] == "earl:Assertion"]


def test_every_verdict_has_its_outcome(assertions):
    """A known issue has failed all the same, and what was left out is untested."""
    outcomes = {
        (each["earl:result"]["dct:description"].partition(":")[0], each["earl:result"]["earl:outcome"]["@id"])
        for each in assertions[1:]
    }
    assert outcomes == {
        ("CONFORMS", "earl:passed"),
        ("VIOLATES", "earl:failed"),
        ("KNOWN", "earl:failed"),
        ("FALLS_SHORT", "earl:failed"),
        ("INCONCLUSIVE", "earl:cantTell"),
        ("NOT_APPLICABLE", "earl:inapplicable"),
        ("UNTESTED", "earl:untested"),
        ("the run has left it out", "earl:untested"),
    }


def test_the_run_is_an_assertion_of_its_own(assertions):
    """What is partial is not passed."""
    assert assertions[0]["earl:result"]["earl:outcome"] == {"@id": "earl:failed"}
    assert assertions[0]["earl:result"]["dct:description"].startswith("NOT_CONFORMANT to full (1.0, 2.0): ")


def test_two_reports_merge_without_contradiction(report, result):
    """Another run, another version of the suite: no node of the graph has two values of one property."""
    runs = [
        report(result()),
        report(result(verdict="VIOLATES"), requests=18),
        report(result(), suite_version="0.2.0", name="Another target"),
    ]
    graph = rdflib.Graph()
    for run in runs:
        graph.parse(data=FORMATS["earl.jsonld"](run), format="json-ld")
    many = {
        (node, name)
        for node, name in graph.subject_predicates(unique=True)
        if name != rdflib.RDF.type and len(set(graph.objects(node, name))) > 1
    }
    earl = rdflib.Namespace("http://www.w3.org/ns/earl#")
    assert many == set()
    assert len(set(graph.subjects(rdflib.RDF.type, earl.Assertion))) == 6
    assert len(set(graph.subjects(rdflib.RDF.type, earl.TestSubject))) == 2


def test_a_date_is_read_as_one(verdict):
    """By whoever reads the graph, and not as a text."""
    graph = rdflib.Graph().parse(data=FORMATS["earl.jsonld"](verdict), format="json-ld")
    dates = set(graph.objects(None, rdflib.DCTERMS.date))
    assert {date.datatype for date in dates} == {rdflib.XSD.dateTime}


def test_every_link_leads_somewhere(verdict):
    """To a node of the same document, and no two nodes have one name."""
    graph = json.loads(FORMATS["earl.jsonld"](verdict))["@graph"]
    names = [each["@id"] for each in graph]
    assert len(names) == len(set(names))
    links = {each[name]["@id"] for each in graph for name in each if name in ("earl:test", "earl:subject")}
    assert links <= set(names)
