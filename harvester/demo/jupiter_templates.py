"""The pages of a Jupiter portal as Jinja templates; everything that is filled in is escaped."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2

from harvester.model import Language

_BASE = """<!DOCTYPE html>
<html lang="{{ published.organization.language.value }}">
<head>
<meta charset="utf-8">
<title>{% block title %}{% endblock %} - {{ published.organization.name }}</title>
<link rel="stylesheet" media="all" href="/assets/application-0c6e1f3f7d0b4c0e9a4c.css">
<script src="/assets/application-5b1d7c3c1d2f4e6f8a9b.js" data-turbolinks-track="reload"></script>
<meta name="csrf-param" content="authenticity_token">
</head>
<body>
<nav class="navbar navbar-default" role="navigation"><div class="container">
<a class="navbar-brand" href="/">{{ published.organization.name }}</a>
<ul class="nav navbar-nav">
<li class="active"><a href="/motekalender">Møtekalender</a></li>
</ul>
</div></nav>
<div class="container" id="main">
{% block main %}{% endblock %}
</div>
<footer class="footer"><div class="container"><p>{{ published.organization.name }}, {{ published.organization.seat }}</p></div></footer>
</body>
</html>
"""

_TABLE_CALENDAR = """{% extends "base" %}
{% block title %}Møtekalender{% endblock %}
{% block main %}
<h2>Møtekalender</h2>
<div id="motekalender_table">
<table class="table table-bordered">
<tr><th>Utvalg</th>{% for year, month in months %}<th>{{ "%02d.%d" | format(month, year) }}</th>{% endfor %}</tr>
{% for body in published.bodies %}
<tr><td>{{ body.name }}</td>
{% for year, month in months %}<td>
{%- for meeting in cells.get((body.key, year, month), ()) %}
<a href="/motedag?offmoteid={{ meeting.key }}" title="{{ meeting.bodies | map(attribute="name") | join(" og ") }} {{ meeting.day.strftime("%d.%m.%Y") }}">{{ meeting.day.strftime("%d.%m") }}</a>
{%- endfor %}</td>{% endfor %}
</tr>
{% endfor %}
</table>
</div>
{% endblock %}
"""

_YEAR_CALENDAR = """{% extends "base" %}
{% block title %}Møtekalender{% endblock %}
{% block main %}
<h2>Møtekalender</h2>
<div class="fc-toolbar"><button type="button" class="fc-month-button fc-button">Månad</button><button type="button" class="fc-year-button fc-button">År</button></div>
<div id="year-calendar">
<table>
<thead><tr><th>Utval</th>{% for year, month in months %}<th>{{ "%02d.%d" | format(month, year) }}</th>{% endfor %}</tr></thead>
<tbody>
{% for body in published.bodies %}
<tr><th>{{ body.name }}</th>
{% for year, month in months %}<td data-utvalg="{{ body.code }}">
{%- for meeting in cells.get((body.key, year, month), ()) %}
<div class="fc-content" id="{{ meeting.key }}"><span class="fc-title">{{ meeting.day.strftime("%d.") }}{% if meeting.time %} kl. {{ meeting.time.strftime("%H:%M") }}{% endif %}</span></div>
{%- endfor %}</td>{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% endblock %}
"""

_MEETING = """{% extends "base" %}
{% block title %}{{ heading }}{% endblock %}
{% block main %}
<h3>{{ heading }}{% if label %} <span class="label label-warning">{{ label }}</span>{% endif %}</h3>
{% if place is not none %}<p>Sted: {{ place }}</p>
{% endif %}
{%- if documents %}<h4>{{ documents_heading }}</h4>
<table class="table">
{% for link in documents %}<tr><td style="text-align: left;">{% if link.href %}<a href="{{ link.href }}">{{ link.text }}</a>{% else %}{{ link.text }}{% endif %}</td></tr>
{% endfor %}</table>
{% endif %}
{%- for name, rows in tables %}<h4>{{ name }}</h4>
<table class="table table-striped">
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.case_number }}</td><td style="text-align: left;">{{ row.title }}</td><td>
{%- if row.links %}<ul>
{% for link in row.links %}<li>{% if link.href %}<a href="{{ link.href }}">{{ link.text }}</a>{% else %}{{ link.text }}{% endif %}</li>
{% endfor %}</ul>{% endif %}</td></tr>
{% endfor %}</table>
{% else %}{% if not documents %}<p class="info">{{ nothing }}</p>{% endif %}
{% endfor %}
<p><a href="/motekalender">Møtekalender</a></p>
{% endblock %}
"""

_ENVIRONMENT = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    loader=jinja2.DictLoader({"base": _BASE, "table": _TABLE_CALENDAR, "year": _YEAR_CALENDAR, "meeting": _MEETING}),
)

TABLE_CALENDAR = _ENVIRONMENT.get_template("table")
YEAR_CALENDAR = _ENVIRONMENT.get_template("year")
MEETING = _ENVIRONMENT.get_template("meeting")
NOTHING_FOUND: Mapping[Language, str] = {
    Language.BOKMAL: "Ingen dokumenter er publisert til dette møtet.",
    Language.NYNORSK: "Ingen dokument er publiserte til dette møtet.",
}
ROBOTS = "User-agent: *\nAllow: /\n"
