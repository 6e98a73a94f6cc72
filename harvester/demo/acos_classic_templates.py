"""The pages of a classic ACOS portal as Jinja templates; everything that is filled in is escaped."""

from __future__ import annotations

import jinja2

_BASE = """<!DOCTYPE html>
<html><head><title>{{ title }} | {{ organization }}</title><meta name="robots" content="noindex,nofollow,noarchive,nosnippet" /></head>
<body class="native"><div class="innsyn-content"><div class="i-wrapper"><div id="i-nav"><a href="/" id="i-logo" title="| {{ organization }}">Innsyn <span>| {{ organization }}</span></a>
<ul class="nav"><li class="active"><a class="menu-link" title="Vis møteplanen for dette halvåret." href="?response=moteplan&amp;">Møteplan</a></li></ul></div><br />
<div id="innsyn-content"><div class="i-help"><div class="help">Nedenfor finner du en oversikt over folkevalgte organer og datoene disse har møte.</div></div>
<div class="sec"><h1>{{ title }}</h1>
{% block main %}{% endblock %}
</div></div></div></div></body></html>
"""

_PLAN = """{% extends "base" %}{% block main %}
<div class="content" id="moteplan_content"><a class="content-link" href="{{ handler }}?response=moteplan&amp;visalle=true">Vis alle utvalg</a>
<table class="table i-bgw hh hv hl org"><caption>Møteplan    {{ year }}</caption>
<thead><tr><th class="header-cell">Utvalg</th>{% for month in range(1, 13) %}<th><abbr title="{{ month }}">{{ month }}</abbr></th>{% endfor %}</tr></thead>
<tfoot><tr><td colspan="13" class="pager"><a class="content-link" href="{{ handler }}?response=moteplan&amp;fradato={{ year - 1 }}-01-01T00:00:00">Vis forrige år</a>
 | <a class="content-link" href="{{ handler }}?response=moteplan&amp;fradato={{ year + 1 }}-01-01T00:00:00">Vis neste år</a></td></tr></tfoot>
<tbody>{% for board in boards %}
<tr><th class="header-cell"><a class="header-link" href="{{ handler }}?response=moteplan_utvalg&amp;fradato={{ year }}-01-01T00:00:00&amp;utvalg={{ board.key }}&amp;">{{ board.name }}</a></th>
{%- for month in board.months %}<td class="mtm">
{%- for meeting in month %}{% if not loop.first %}, {% endif %}<a href="{{ handler }}?response=mote&amp;moteid={{ meeting.key }}&amp;" title="{{ board.name }} har et møte den {{ meeting.day.strftime("%d.%m.%Y") }}. Du kan klikke på ruten for å få mer informasjon om møtet.">{{ meeting.day.strftime("%d") }}</a>{% endfor -%}
</td>{% endfor %}</tr>{% endfor %}
</tbody></table></div>
{% endblock %}
"""

_BOARD = """{% extends "base" %}{% block main %}
<h2 class="h2 inner-max-width">{{ name }}</h2><table class="table i-bgw hh org" id="moteliste" summary="Nedenfor finner du en oversikt&lt;br/&gt;"><caption>Møteplan    {{ year }}</caption>
<thead><tr>{% for column in ("Uke", "Dato", "Status", "Sakskart", "Protokoll", "Møtebok") %}<th class="header-cell">{{ column }}</th>{% endfor %}</tr></thead>
<tfoot><tr><td colspan="6" class="pager">Vis forrige år</td></tr></tfoot>
<tbody>{% for row in rows %}
<tr><td class="content-cell i-hm">{{ row.week }}</td><td class="content-cell"><a class="content-link" href="{{ handler }}?response=mote&amp;moteid={{ row.key }}&amp;">{{ row.day }}
          {{ row.time }}
          </a></td><td class="content-cell">{{ row.status }}</td>
{%- for column in row.columns %}{% if column %}<td class="content-cell center">
{%- for file in column %}<a class="blank" href="{{ file.href }}" title="{{ file.title }} (Hoveddokument) "><img class="content-image" alt="{{ file.title }} (Hoveddokument) " src="/skins/innsyn/png/filtype_pdf.png" /></a>{% endfor -%}
</td>{% else %}<td class="content-cell center" />{% endif %}{% endfor %}</tr>{% endfor %}
</tbody></table>
{% endblock %}
"""

_MEETING = """{% extends "base" %}{% block main %}
<div id="div_sok_resultstable"><ul class="i-jp">{% for item in items %}
<li><div class="det"><h3><a id="{{ item.key }}"></a>{% if item.is_open %}<a class="content-link" href="?response=arkivsak_detaljer&amp;arkivsakid={{ item.key }}">{{ item.label }}</a>{% else %}{{ item.label }}{% endif %}</h3>
{%- if not item.is_open %}<div>Unntatt offentlighet</div>{% endif %}</div>
<div class="met i-exp i-hs">{% if item.case %}<div><a href="{{ handler }}?response=arkivsak_detaljer&amp;arkivsakid={{ item.key }}&amp;">{{ item.case }} {{ item.label }}</a></div>{% endif %}
{%- for heading, files in item.groups %}<h3>{{ heading }}</h3><ul>{% for file in files %}<li><a class="blank" href="{{ file.href }}" title="{{ file.sort }} | 123 KB | {{ file.title }}">{{ file.title }}</a> {{ file.sort }}</li>{% endfor %}</ul>{% endfor %}</div></li>{% endfor %}
</ul></div>
{% endblock %}
"""

_NOT_FOUND = """{% extends "base" %}{% block main %}<p>Fant ingen opplysninger.</p>{% endblock %}"""

_ENVIRONMENT = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    loader=jinja2.DictLoader(
        {"base": _BASE, "plan": _PLAN, "board": _BOARD, "meeting": _MEETING, "not_found": _NOT_FOUND}
    ),
)

PLAN = _ENVIRONMENT.get_template("plan")
BOARD = _ENVIRONMENT.get_template("board")
MEETING = _ENVIRONMENT.get_template("meeting")
NOT_FOUND = _ENVIRONMENT.get_template("not_found")
