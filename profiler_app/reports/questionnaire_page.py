"""A questionnaire as one HTML file: filled in without a network, saved as a table beside it.

Everything is inside the file; it loads nothing and sends nothing. The script only shows the
questions that are asked and writes the answers into a file of the browser.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template

from profiler_app.domain.forms_round_trip import headers
from profiler_app.domain.questionnaires import Item, Questionnaire, condition
from profiler_app.domain.text import _, language
from profiler_app.reports.files import replacing
from profiler_app.reports.palette import colour

_TOKENS = {
    "window": "bg.window",
    "sheet": "bg.surface",
    "text": "text.primary",
    "note": "text.secondary",
    "line": "border.subtle",
    "edge": "border.strong",
    "field": "border.control",
    "focus": "border.focus",
    "wrong": "danger",
    "accent": "accent",
    "onaccent": "text.onAccent",
}
_STYLE = Template("""
*{box-sizing:border-box}body{margin:0;background:$window;color:$text;
font:16px/1.6 system-ui,"Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
main{max-width:680px;margin:24px auto;padding:28px;background:$sheet;border-radius:12px;
border:1px solid $line}h1{font-size:22px;margin:0 0 4px}p{margin:0 0 20px;color:$note}
fieldset{border:0;margin:0 0 22px;padding:0}legend{padding:0;margin-bottom:8px;font-weight:600}
label.o{display:inline-block;margin:0 8px 8px 0;padding:6px 12px;border:1px solid $edge;
border-radius:8px;cursor:pointer}label.o:focus-within{outline:2px solid $focus}
input[type=text],input[type=number],input[type=date],textarea{width:100%;padding:8px 10px;
font:inherit;border:1px solid $field;border-radius:8px}b.n{color:$wrong}
button{font:inherit;padding:10px 22px;border:0;border-radius:8px;background:$accent;color:$onaccent;
cursor:pointer}#said{color:$wrong;margin-left:14px}@media print{button{display:none}
main{border:0;margin:0}}
""")
_SCRIPT = """
const F=document.forms[0],Q=JSON.parse(document.getElementById('q').textContent);
function val(c){const e=[...F.querySelectorAll('[name="'+c+'"]')];
if(!e.length)return '';if(e[0].type==='radio'||e[0].type==='checkbox')
return e.filter(x=>x.checked).map(x=>x.value).join('\\u3001');return e[0].value.trim()}
function ok(s){if(!s)return true;const v=val(s[0]).split('\\u3001');if(v[0]==='')return false;
if(s[1]==='=')return v.includes(s[2]);if(s[1]==='!=')return !v.includes(s[2]);
return s[1]==='<='?+v[0]<=+s[2]:+v[0]>=+s[2]}
function show(){for(const q of Q.items)document.getElementById('f_'+q.code).hidden=!ok(q.show)}
function cell(t){return '"'+String(t).replace(/"/g,'""')+'"'}
F.addEventListener('input',show);show();
F.addEventListener('submit',e=>{e.preventDefault();const s=document.getElementById('said');
s.textContent='';for(const q of Q.items){const n=val(q.code);if(!ok(q.show))continue;
if(q.required&&!n){s.textContent=Q.missing+q.text;
document.getElementById('f_'+q.code).scrollIntoView();return}
if(q.most&&n&&n.split('\\u3001').length>q.most){s.textContent=Q.most+q.text;return}}
const d=new Date(),day=d.getFullYear()+'-'+String(d.getMonth()+1).padStart(2,'0')+'-'+
String(d.getDate()).padStart(2,'0');
const row=[val('_customer'),'',day,...Q.items.map(q=>ok(q.show)?val(q.code):'')];
const text='\\ufeff'+[Q.headers,row].map(r=>r.map(cell).join(',')).join('\\r\\n')+'\\r\\n';
const a=document.createElement('a');a.href=URL.createObjectURL(new Blob([text],
{type:'text/csv'}));a.download=Q.file;a.click()});
"""


def _style() -> str:
    return _STYLE.substitute({name: colour(token) for name, token in _TOKENS.items()})


def write_questionnaire_page(path: Path, questionnaire: Questionnaire, number: str = "") -> None:
    """Write the file; ``number`` is that of the customer, who is asked for it without one.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    with replacing(path) as file:
        file.write(page_text(questionnaire, number).encode())


def page_text(questionnaire: Questionnaire, number: str = "") -> str:
    """Return the whole file."""
    told = {
        "headers": headers(questionnaire),
        "items": [_for_script(item) for item in questionnaire.items],
        "file": f"answers_{questionnaire.code}_{number or 'customer'}.csv",
        "missing": _("Please answer: "),
        "most": _("Too many answers: "),
    }
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    about = _(
        "Please answer and press the button: your answers are saved as a file in your folder for "
        "downloads. Give that file back. Nothing is sent over the network."
    )
    customer = (
        f'<input type="hidden" name="_customer" value="{escape(number)}">'
        if number
        else f"<fieldset><legend>{escape(_('Customer number'))}</legend>"
        '<input type="text" name="_customer" required></fieldset>'
    )
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(questionnaire.title)}</title><style>{_style()}</style></head><body><main>"
        f"<h1>{escape(questionnaire.title)}</h1><p>{escape(about)}</p>"
        f'<form autocomplete="off" novalidate>{customer}'
        + "".join(_asked(item) for item in questionnaire.items)
        + f'<button type="submit">{escape(_("Save the answers"))}</button>'
        '<span id="said" role="alert"></span></form>'
        f'<script type="application/json" id="q">{data}</script>'
        f"<script>{_SCRIPT}</script></main></body></html>\n"
    )


def _for_script(item: Item) -> dict[str, object]:
    show = list(condition(item.show_if)) if item.show_if else None
    return {
        "code": item.code,
        "text": item.text,
        "required": item.required,
        "most": item.most,
        "show": show,
    }


def _asked(item: Item) -> str:
    mark = ' <b class="n">*</b>' if item.required else ""
    return (
        f'<fieldset id="f_{escape(item.code)}"><legend>{escape(item.text)}{mark}</legend>'
        f"{_control(item)}</fieldset>"
    )


def _control(item: Item) -> str:
    name = escape(item.code)
    if item.kind in ("single", "multi"):
        kind = "radio" if item.kind == "single" else "checkbox"
        options = [(each.id, each.label) for each in item.offered()]
        return "".join(_option(kind, name, key, text) for key, text in options)
    if item.steps:
        ends = (item.ends or {}).get(language(), ("", ""))
        last = item.steps[-1]
        named = {item.steps[0]: ends[0], last: ends[1]}
        texts = [(str(n), f"{n} {named.get(n, '')}".strip()) for n in item.steps]
        return "".join(_option("radio", name, key, text) for key, text in texts)
    if item.kind == "text":
        return f'<textarea name="{name}" rows="3"></textarea>'
    kind = "date" if item.kind == "date" else "text"
    return f'<input type="{kind}" name="{name}">'


def _option(kind: str, name: str, key: str, text: str) -> str:
    return (
        f'<label class="o"><input type="{kind}" name="{name}" value="{escape(key)}"> '
        f"{escape(text)}</label>"
    )
