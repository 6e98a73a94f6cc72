"""The pages of an OpenGov portal as Jinja templates; everything that is filled in is escaped."""

from __future__ import annotations

import jinja2

_BASE = """<!DOCTYPE html>
<html lang="nb-NO">
<head>
    <meta http-equiv="X-UA-Compatible" content="IE=edge">
    <meta charset="utf-8" />
    <title>
             Politiske møter - {% block title %}{% endblock %}
    </title>
    <link type='text/css' rel='stylesheet' href='/Areas/Meetings/Content/style.css' />
    <script type="text/javascript" src="/Areas/Meetings/Content/site.js"></script>
</head>
<body>
    <div id="loader"></div>
    <div class="containerFluid">
        <div class="mainContainer">
            <div class="breadcrumb" role="navigation">
                <ul>
                    <li> <a href="{{ root }}">Hjem</a></li>
{% block crumbs %}{% endblock %}
                </ul>
            </div>
{% block main %}{% endblock %}
            <footer role="contentinfo" class="footer"><p>{{ organization }}</p></footer>
        </div>
    </div>
</body>
</html>
"""

_BOARDS = """{% extends "base" %}
{% block title %}Alle utvalg{% endblock %}
{% block main %}
    <div class="meetingTitle" id="content"><div class="meetingTitleHeader"><h2>Alle Aktive utvalg</h2></div></div>
    <section role="main" class="meetingsSection meetingsSearch">
        <div class="findMeetings findMeetingsSearchPage viewMoreBoards">
            <div class="meetingsHeader"><h3>Fant {{ boards | length }} Utvalg </h3></div>
            <div class="boardList">
                <ul>
{% for board in boards %}
                    <li class="boardLink">
                        <a href="{{ root }}/Boards/Details/{{ board.key }}">
                            <div class="boardName"><span>{{ board.name }}</span></div>
                            <div class="boardPeriod"><span>{{ board.period }}</span></div>
                        </a>
                    </li>
{% endfor %}
                </ul>
            </div>
        </div>
    </section>
{% endblock %}
"""

_BOARD = """{% extends "base" %}
{% block title %}{{ board.name }}{% endblock %}
{% block crumbs %}<li> {{ board.name }}</li>{% endblock %}
{% block main %}
    <div class="meetingTitle" id="content"><div class="meetingTitleHeader"><h2>{{ board.name }}</h2></div></div>
    <section class="meetingsSection">
    <div class="findMeetings findMeetingsBoardsPage">
        <div class="meetingsHeader"><h2>Finn møter - {{ board.name }}</h2></div>
        <div class="meetingsContainer">
            <select class="dropdown" id="boardsYearSelection" tabindex="0">
{% for one in years %}
                <option{% if one == year %} selected{% endif %}>{{ one }}</option>
{% endfor %}
            </select>
            <select class="dropdown" id="boardsSelectionMonth" tabindex="0">
                <option value="-1" selected>Alle</option>
                <option value="1">januar</option>
            </select>
        </div>
        <div class="displaySearchResult boardDetailPage">
            <p class="instructionLabel" id="instructionLabel">
{%- if rows %}{{ rows | length }} møter funnet for  {{ year }}{% else %}Ingen møter er gjort tilgjengelig for denne perioden.{% endif -%}
            </p>
        </div>
        <div class="meetingList">
            <ul>
{% for row in rows %}
                <li {% if row.href %}class="boardLink"{% else %}title="Under forberedelse" class="boardLink unpublishedMeeting"{% endif %}>
                    {% if row.href %}<a href="{{ row.href }}">{% endif %}

                        <div class="meetingName"><span>{{ row.title }}</span></div>
                        <div class="meetingDate">
                            <span>{{ row.day }}</span>
                            <span>{{ row.time }}</span>
                        </div>
                    {% if row.href %}</a>{% endif %}

                </li>
{% endfor %}
            </ul>
        </div>
    </div>
    </section>
{% endblock %}
"""

_MEETING = """{% extends "base" %}
{% block title %}Møter - {{ title }}{% endblock %}
{% block crumbs %}<li> <a href="{{ root }}/Boards/Details/{{ board.key }}">{{ board.name }}</a></li>
                    <li> {{ title }}</li>{% endblock %}
{% block main %}
    <div class="meetingTitle" id="content">
        <div class="meetingTitleHeader"><h2 class="meetingTitleHeaderText">{{ title }}</h2></div>
    </div>
    <section role="main" class="meetingsAgendaSection">
    <div class="meetingsAgenda">
        <div class="meetingsHeader"><h3>Saksliste</h3></div>
{% for name, items in sections %}
        <div class="agendaItemHeader agendaHeader">
            <h4>{{ name }}</h4>
        </div>
        <div class="meetingAgendaList">
            <ul role="list">
{% for item in items %}
                <li role="listitem">
                    <a class="accordion" tabindex="0"{% if item.key %} id="agendaItem_{{ item.key }}" aria-expanded="false" onclick="loadAgendaItem('{{ root }}/Meetings/LoadAgendaItemDetail/{{ item.key }}','{{ item.key }}')"{% endif %}>
                        <div class="accordionImage"></div>
                        <div class="accordionTitle"><h5 class="accordionTitleText">{{ item.label }}</h5></div>
                    </a>
                    {% if item.key %}<div id="{{ item.key }}" class="panel"></div>{% endif %}

                </li>
{% endfor %}
            </ul>
        </div>
{% endfor %}
    </div>
    </section>
    <aside role="complementary" id="about" class="meetingsDocumentSection">
{% if files %}
        <div class="meetingsDocumentDiv">
            <div class="meetingsHeader"><h3>Dokumenter</h3></div>
            <div class="documentDetails"><div class="filesList">
                <ul>
{% for file in files %}
                    <li class="boardLink " title="{{ file.title }}">
                        <a href="{{ file.href }}" onclick="TrackFileDownload('Meeting')">
                            <div class="table">
                                <div class="xfileName table-cell">{{ file.title }}</div>
                                <div class="xfileType table-cell"><span class="size">{{ file.size }}KB</span></div>
                            </div>
                        </a>
                    </li>
{% endfor %}
                </ul>
            </div></div>
        </div>
{% endif %}
        <div class="meetingsDetailsDiv">
            <div class="meetingsHeader"><h3>Detaljer</h3></div>
            <div class="details">
{% for label, value in details %}
                <div class="detailsList">
                    <div class="detailHeader"><span>{{ label }}</span></div>
                    <div class="detailContent"><p>{{ value }}</p></div>
                </div>
{% endfor %}
            </div>
        </div>
    </aside>
{% endblock %}
"""

_ITEM = """<div class="meetingsDetails">
    <div class="filesList">
        <ul>
{% for file in files %}
            <li class="boardLink " title="{{ file.title }}">
                <a href="{{ file.href }}">
                    <div class="fileDetails">
                        <div class="fileName">
                            <div class="fileNameDetail">{{ file.title }}</div>
                            <div class="fileDocumentCategory">{{ file.category }}</div>
                        </div>
                        <div class="fileType"><span class="size">{{ file.size }} KB</span></div>
                    </div>
                </a>
            </li>
{% endfor %}
        </ul>
    </div>
    <div class="detailsSection">
        <div class="meetingsHeader"><h5>Detaljer</h5></div>
        <div class="details">
{% for label, value in details %}
            <div class="detailsList">
                <div class="detailHeader"><span>{{ label }}</span></div>
                <div class="detailContent"><p>{{ value }}</p></div>
            </div>
{% endfor %}
        </div>
    </div>
</div>
"""

_ENVIRONMENT = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    loader=jinja2.DictLoader({"base": _BASE, "boards": _BOARDS, "board": _BOARD, "meeting": _MEETING, "item": _ITEM}),
)

BOARDS = _ENVIRONMENT.get_template("boards")
BOARD = _ENVIRONMENT.get_template("board")
MEETING = _ENVIRONMENT.get_template("meeting")
ITEM = _ENVIRONMENT.get_template("item")
