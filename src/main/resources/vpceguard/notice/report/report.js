"use strict";
(() => {
  // Everything from an endpoint goes into the page as text, with what could hide or turn it made visible.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const visible = text => text.replace(HIDDEN, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const harmless = value => typeof value === "string" ? visible(value)
    : Array.isArray(value) ? value.map(harmless)
    : value && typeof value === "object"
      ? new Map(Object.entries(value).map(([name, member]) => [visible(name), harmless(member)])) : value;
  const report = harmless(JSON.parse(document.getElementById("data").textContent));

  const el = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== ""));
    return element;
  };
  const byId = id => document.getElementById(id);
  const number = new Intl.NumberFormat("en").format;
  const plural = (count, word) => number(count) + " " + word + (count === 1 ? "" : "s");

  const STATUSES = [
    ["critical", "C", "critical"], ["high", "H", "high"], ["medium", "M", "medium"], ["low", "L", "low"],
    ["unknown", "?", "not known"], ["compliant", "✓", "compliant"], ["none", "–", "not applicable"]];
  const WORDS = new Map(STATUSES.map(([status, , word]) => [status, word]));
  const LETTERS = new Map(STATUSES.map(([status, letter]) => [status, letter]));
  const RANKS = new Map(STATUSES.map(([status], rank) => [status, rank]));
  const HOW = {replace: "the ceiling in its place", narrow: "statements narrowed", append: "Deny statements added", quarantine: "nothing passes"};

  const policies = report.get("policies");
  const titles = new Map(report.get("controls").map(control => [control.get("id"), control.get("title")]));
  const vpcNames = report.get("vpcs");
  const regions = report.get("regions");
  const endpoints = report.get("endpoints").map(data => {
    const findings = data.get("findings");
    const raised = findings.filter(finding => !finding.has("exempt"));
    const result = data.get("result");
    const status = result === "NON_COMPLIANT" ? raised[0].get("severity")
      : result === "INSUFFICIENT_DATA" ? "unknown" : result === "COMPLIANT" ? "compliant" : "none";
    const endpoint = {
      data, findings, raised, status, rank: RANKS.get(status), id: data.get("id"), name: data.get("tags").get("Name") || "",
      service: data.get("service"), column: data.get("short").includes("vpce-svc-") ? "endpoint services" : data.get("short"),
      vpc: data.get("vpc"), region: data.get("region"), controls: [...new Set(raised.map(finding => finding.get("control")))],
      exempt: findings.length > raised.length && raised.length === 0};
    endpoint.vpcName = vpcNames.get(endpoint.vpc) || "";
    return endpoint;
  });
  const textOf = endpoint => endpoint.text ??= JSON.stringify([endpoint.data, endpoint.vpcName, WORDS.get(endpoint.status)],
    (_, value) => value instanceof Map ? [...value] : value).toLowerCase();
  const title = endpoint => endpoint.name || endpoint.id;
  const count = status => endpoints.filter(endpoint => endpoint.status === status).length;
  const square = status => el("span", {class: "cell " + status, "aria-hidden": "true"}, LETTERS.get(status));
  const badge = (status, word, exempt) => el("span", {class: "badge " + status + (exempt ? " exempt" : "")}, word);

  // Summary
  const bad = endpoints.filter(endpoint => endpoint.rank < 4).length;
  byId("about").append("Account " + report.get("account") + " · " + regions.join(", ") + " · " + report.get("at")
    + " · perimeter " + report.get("perimeter"));
  const gaps = report.get("gaps");
  const lacking = report.get("missing").filter(finding => !finding.has("exempt")).length;
  const exempt = endpoints.filter(endpoint => endpoint.exempt && endpoint.status === "compliant").length;
  const keeping = count("compliant") - exempt;
  const all = plural(endpoints.length, "endpoint");
  const headline = endpoints.length === 0 ? "No endpoint was found"
    : bad ? number(bad) + " of " + all + (bad === 1 ? " does" : " do") + " not keep to the perimeter"
    : keeping < endpoints.length || gaps.length || lacking ? number(keeping) + " of " + all + (keeping === 1 ? " keeps" : " keep") + " to the perimeter"
    : keeping === 1 ? "The one endpoint keeps to the perimeter" : "All " + all + " keep to the perimeter";
  const besides = [
    [count("unknown"), "could not be judged"], [exempt, "exempt"], [count("none"), "not applicable"],
    [gaps.length, gaps.length === 1 ? "Region or fact not read" : "Regions or facts not read"],
    [lacking, lacking === 1 ? "required endpoint is missing" : "required endpoints are missing"]]
    .filter(([many]) => many).map(([many, what]) => number(many) + " " + what);
  byId("headline").append(headline + (besides.length ? "; " + besides.join(", ") : "") + ".");
  document.title = "VPC endpoints of " + report.get("account");
  const notes = (id, texts) => {
    byId(id).hidden = texts.length === 0;
    byId(id).querySelector("ul").append(...texts.map(text => el("li", {}, text)));
  };
  notes("gaps", gaps);
  notes("missing", report.get("missing").map(finding => finding.get("message")
    + (finding.has("exempt") ? " (exempt until " + finding.get("exempt").get("until") + ")" : "")));
  const present = STATUSES.filter(([status]) => count(status) > 0);
  byId("bar").append(...present.map(([status]) => {
    const part = el("span", {class: status});
    part.style.flexGrow = count(status);
    return part;
  }));
  byId("bar").setAttribute("aria-label", present.map(([status, , word]) => number(count(status)) + " " + word).join(", "));
  byId("tiles").append(...present.map(([status, , word]) => el("button",
    {type: "button", class: status, "aria-pressed": "false", "data-status": status, onclick: () => toggle("status", status)},
    square(status), el("b", {}, number(count(status))), el("span", {}, word))));

  // Findings by control and severity
  const severities = STATUSES.slice(0, 4).map(([status]) => status);
  const having = (control, severity) => endpoints.filter(endpoint => endpoint.raised.some(finding =>
    finding.get("control") === control && (!severity || finding.get("severity") === severity))).length;
  const found = [...titles.keys()].filter(control => having(control) > 0).sort((a, b) => having(b) - having(a));
  byId("controls").hidden = found.length === 0;
  byId("controls").querySelector("table").append(
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "control"),
      severities.map(severity => el("th", {scope: "col", class: "number"}, severity)))),
    el("tbody", {}, found.map(control => el("tr", {},
      el("th", {scope: "row"}, el("button", {type: "button", "aria-pressed": "false", "data-control": control,
        onclick: () => toggle("control", control)}, control), el("small", {}, titles.get(control))),
      severities.map(severity => {
        const endpointsHaving = having(control, severity);
        return el("td", {class: "number " + severity + (endpointsHaving ? " some" : "")}, endpointsHaving ? number(endpointsHaving) : "·");
      })))));

  // The picture: a row a VPC, a column a service
  const grouped = (list, key) => {
    const groups = new Map();
    for (const item of list) {
      if (!groups.has(key(item))) groups.set(key(item), []);
      groups.get(key(item)).push(item);
    }
    return groups;
  };
  const worst = list => Math.min(...list.map(endpoint => endpoint.rank));
  const columns = [...grouped(endpoints, endpoint => endpoint.column)].sort((a, b) => b[1].length - a[1].length).map(([name]) => name);
  const rows = [...grouped(endpoints, endpoint => endpoint.vpc)]
    .sort((a, b) => worst(a[1]) - worst(b[1]) || b[1].length - a[1].length || a[0].localeCompare(b[0]));
  const cells = [];
  byId("picture").querySelector(".scroll").append(el("table", {class: "grid"},
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "VPC"), columns.map(name => el("th", {scope: "col", title: name}, el("div", {}, name))))),
    el("tbody", {}, rows.map(([vpc, members], row) => {
      const byColumn = grouped(members, endpoint => endpoint.column);
      return el("tr", {},
        el("th", {scope: "row", title: vpc}, vpcNames.get(vpc) || vpc, el("small", {}, vpcNames.has(vpc) ? vpc : "",
          regions.length > 1 ? " " + members[0].region : "")),
        columns.map((name, column) => el("td", {}, (byColumn.get(name) || []).map(endpoint => {
          const label = title(endpoint) + ", " + endpoint.service + ", " + WORDS.get(endpoint.status)
            + (endpoint.controls.length ? ": " + endpoint.controls.join(", ") : endpoint.exempt ? ", exempt" : "");
          endpoint.cell = el("button", {type: "button", class: "cell " + endpoint.status + (endpoint.exempt ? " exempt" : ""), tabindex: "-1",
            "aria-label": label, title: label, onclick: () => show(endpoint)}, LETTERS.get(endpoint.status));
          cells.push({button: endpoint.cell, row, column});
          return endpoint.cell;
        }))));
    }))));
  if (cells.length) cells[0].button.tabIndex = 0;
  byId("picture").addEventListener("keydown", event => {
    const at = cells.findIndex(cell => cell.button === document.activeElement);
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    const down = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (at < 0 || !(step || down)) return;
    event.preventDefault();
    const here = cells[at];
    const next = step ? cells[at + step] : cells.filter(cell => (cell.row - here.row) * down > 0)
      .sort((a, b) => Math.abs(a.row - here.row) - Math.abs(b.row - here.row) || Math.abs(a.column - here.column) - Math.abs(b.column - here.column))[0];
    if (!next) return;
    here.button.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus();
  });

  // The list
  const form = byId("filter");
  const options = (name, all, values) => {
    const select = form.elements[name];
    select.append(el("option", {value: ""}, all), ...values.map(([value, word]) => el("option", {value}, word)));
    select.closest("label").hidden = values.length < 2;
  };
  const words = key => [...new Set(endpoints.map(endpoint => endpoint[key]))].sort().map(value => [value, value]);
  options("status", "all", present.map(([status, , word]) => [status, word]));
  options("control", "all", found.map(control => [control, control]));
  options("service", "all", words("column"));
  options("vpc", "all", rows.map(([vpc]) => [vpc, vpcNames.has(vpc) ? vpcNames.get(vpc) + " " + vpc : vpc]).sort((a, b) => a[1].localeCompare(b[1])));
  options("region", "all", words("region"));

  const proposal = endpoint => [
    endpoint.data.has("how") ? HOW[endpoint.data.get("how")] : "", ...endpoint.data.get("reverts")].filter(Boolean);
  const COLUMNS = [
    ["result", endpoint => endpoint.rank], ["endpoint", endpoint => title(endpoint).toLowerCase()], ["service", endpoint => endpoint.column],
    ["VPC", endpoint => endpoint.vpcName || endpoint.vpc], ["findings", endpoint => -endpoint.raised.length], ["proposed", endpoint => proposal(endpoint).join()]];
  const PORTION = 60;
  const table = byId("rows");
  const sorted = {column: 0, down: false};
  const heads = COLUMNS.map(([word], index) => el("th", {scope: "col", class: "c" + index},
    el("button", {type: "button", onclick: () => sort(index)}, word)));
  table.tHead.append(el("tr", {}, heads));
  let ordered = [];
  let fitting = [];
  let shown = 0;
  const more = el("button", {type: "button", class: "more", onclick: () => append(PORTION)}, "Show more");
  table.after(more);
  const near = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && append(PORTION), {rootMargin: "600px"});
  addEventListener("beforeprint", () => append(endpoints.length));

  // Rows are made when they are about to be seen.
  function bodyOf(endpoint) {
    if (endpoint.body) return endpoint.body;
    const controls = endpoint.controls.slice(0, 3);
    endpoint.opener = el("button", {type: "button", class: "open", "aria-expanded": "false"}, title(endpoint));
    endpoint.row = el("tr", {class: "row", id: endpoint.id, onclick: () => {
      if (!String(getSelection())) open(endpoint, endpoint.more ? endpoint.more.hidden : true);
    }},
      el("td", {}, badge(endpoint.status, WORDS.get(endpoint.status), endpoint.exempt)),
      el("td", {}, endpoint.opener, endpoint.name ? el("small", {class: "mono"}, endpoint.id) : ""),
      el("td", {}, endpoint.data.get("short"), el("small", {}, endpoint.data.get("type"))),
      el("td", {}, endpoint.vpcName || el("span", {class: "mono"}, endpoint.vpc), endpoint.vpcName ? el("small", {class: "mono"}, endpoint.vpc) : "",
        regions.length > 1 ? el("small", {}, endpoint.region) : ""),
      el("td", {}, controls.map(control => el("div", {}, control)),
        endpoint.controls.length > 3 ? el("small", {}, "and " + (endpoint.controls.length - 3) + " more") : "",
        endpoint.exempt ? el("small", {}, "exempt") : ""),
      el("td", {}, proposal(endpoint).join("; ")));
    endpoint.body = el("tbody", {}, endpoint.row);
    return endpoint.body;
  }

  function append(portion) {
    if (portion <= 0) return;
    table.append(...fitting.slice(shown, shown + portion).map(bodyOf));
    shown = Math.min(fitting.length, shown + portion);
    more.hidden = shown === fitting.length;
    near.unobserve(more); // it tells of changes only, and the end may be near still
    near.observe(more);
  }

  function list() {
    for (const body of [...table.tBodies]) body.remove();
    shown = 0;
    append(PORTION);
  }

  function sort(column) {
    sorted.down = sorted.column === column && !sorted.down;
    sorted.column = column;
    arrange();
  }

  function arrange() {
    const key = COLUMNS[sorted.column][1];
    const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
    ordered = [...endpoints].sort((a, b) =>
      (compare(key(a), key(b)) || compare(a.rank, b.rank) || compare(title(a), title(b))) * (sorted.down ? -1 : 1));
    heads.forEach((head, index) => head.setAttribute("aria-sort",
      index !== sorted.column ? "none" : sorted.down ? "descending" : "ascending"));
    filter();
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    const terms = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    fitting = ordered.filter(endpoint => (!wanted.status || endpoint.status === wanted.status)
      && (!wanted.control || endpoint.controls.includes(wanted.control))
      && (!wanted.service || endpoint.column === wanted.service)
      && (!wanted.vpc || endpoint.vpc === wanted.vpc)
      && (!wanted.region || endpoint.region === wanted.region)
      && terms.every(term => textOf(endpoint).includes(term)));
    const fits = new Set(fitting);
    for (const endpoint of endpoints) endpoint.cell.classList.toggle("dim", !fits.has(endpoint));
    byId("count").textContent = fitting.length === endpoints.length ? plural(fitting.length, "endpoint")
      : number(fitting.length) + " of " + plural(endpoints.length, "endpoint");
    list();
    for (const name of ["status", "control"]) {
      for (const button of document.querySelectorAll("[data-" + name + "]")) {
        button.setAttribute("aria-pressed", String(button.dataset[name] === wanted[name]));
      }
    }
  }

  function toggle(name, value) {
    const select = form.elements[name];
    select.value = select.value === value ? "" : value;
    filter();
  }

  function open(endpoint, wanted) {
    if (wanted && !endpoint.more) {
      endpoint.more = el("tr", {class: "more"}, el("td", {colspan: COLUMNS.length}, details(endpoint)));
      endpoint.body.append(endpoint.more);
    }
    if (endpoint.more) endpoint.more.hidden = !wanted;
    endpoint.opener.setAttribute("aria-expanded", String(wanted));
  }

  function show(endpoint) {
    if (!fitting.includes(endpoint)) {
      form.reset();
      filter();
    }
    append(fitting.indexOf(endpoint) + 1 - shown);
    open(endpoint, true);
    endpoint.row.scrollIntoView({block: "start"});
    endpoint.opener.focus({preventScroll: true});
  }

  // One endpoint
  function details(endpoint) {
    const data = endpoint.data;
    const facts = [["Endpoint", endpoint.id], ["Type", data.get("type")], ["Service", endpoint.service], ["VPC", endpoint.vpc],
      ["Region", endpoint.region], ["State", data.get("state")], ["Made", data.get("created")],
      ...[...data.get("tags")].map(([key, value]) => ["Tag " + key, value])].filter(([, value]) => value);
    const part = (heading, list) => list.length ? [el("h3", {}, heading), el("ul", {class: "plain"}, list.map(text => el("li", {}, text)))] : [];
    return [
      el("dl", {class: "facts"}, facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      data.has("leftAlone") ? el("p", {}, "Left alone: " + data.get("leftAlone")) : "",
      endpoint.findings.length ? el("h3", {}, "Findings") : "",
      endpoint.findings.map(finding),
      part("Not known", data.get("open")), part("Not proposed", data.get("restraints")), policyPart(data),
      part("Assumed", data.get("assumed")), part("Does not concern it", data.get("notApplicable"))];
  }

  function line(name, value) {
    return el("tr", {}, el("th", {scope: "row"}, name), el("td", {class: "mono"}, value));
  }

  function finding(data) {
    const exempt = data.get("exempt");
    const witness = data.get("witness");
    return el("div", {class: "finding " + (exempt ? "none" : data.get("severity"))},
      badge(exempt ? "none" : data.get("severity"), exempt ? "exempt" : data.get("severity")), el("span", {class: "control"}, data.get("control")),
      el("p", {}, data.get("message")),
      exempt ? el("p", {}, "Exempt until " + exempt.get("until") + ": " + exempt.get("reason") + ", says " + exempt.get("owner")) : "",
      witness ? el("table", {class: "witness"}, el("caption", {class: "hint"}, "a request that shows it"),
        line("who", witness.get("principal")), line("does", witness.get("action")), line("to", witness.get("resource")),
        [...witness.get("context")].map(([key, value]) => line(key, [value].flat().join(", "))))
        : el("p", {class: "hint"}, "at " + data.get("evidence").get("pointer") + ": " + data.get("evidence").get("observed")
          + "; expected " + data.get("evidence").get("expected")));
  }

  function policyPart(data) {
    if (!data.has("policy")) return [];
    const today = policies[data.get("policy")];
    if (!data.has("proposed")) return [el("h3", {}, "Policy today"), difference(["policy"], pretty(today).map(line => [line, line]))];
    const proposed = policies[data.get("proposed")];
    const copy = el("button", {type: "button", class: "copy"}, "Copy the proposed policy");
    copy.addEventListener("click", () => copied(copy, pretty(proposed).join("\n")));
    return [el("h3", {}, "Policy today and proposed", copy), el("p", {class: "hint"}, data.get("sentence")),
      data.get("cutOff").length ? el("p", {class: "hint"}, "No longer let through: " + data.get("cutOff").join(" · ")) : "",
      ...rehearsed(data),
      difference(["today", "proposed"], compared(pretty(today), pretty(proposed)))];
  }

  // What the proposed policy would have done to recorded calls.
  function rehearsed(data) {
    if (!data.has("rehearsal")) return [];
    const told = data.get("rehearsal");
    const groups = told.get("denials");
    return [el("p", {class: "rehearsal"}, "Recorded calls: " + told.get("sentence") + "."),
      groups.length ? el("table", {class: "witness"}, el("caption", {class: "hint"}, "calls that it would have denied"),
        groups.map(group => line(group.get("calls") + " × " + group.get("action"), group.get("caller") + " upon " + group.get("target")
          + ", from " + group.get("first") + " to " + group.get("last") + (group.get("trusted") ? ", trusted" : "")))) : ""];
  }

  function difference(names, lines) {
    return el("div", {class: "diff", tabindex: "0", role: "group", "aria-label": names.join(" and ")}, el("table", {},
      el("thead", {}, el("tr", {}, names.map(name => el("th", {scope: "col"}, name)))),
      el("tbody", {}, lines.map(pair => el("tr", {}, names.map((_, side) => {
        const changed = pair[0] !== pair[1] && pair[side] !== undefined;
        return el("td", {class: changed ? ["remove", "add"][side] : "", "data-sign": changed ? "−+"[side] : ""}, pair[side] ?? "");
      }))))));
  }

  // JSON in lines, token by token, so that nothing of the text is lost or reordered.
  function pretty(text) {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g) || [];
    let out = "";
    let depth = 0;
    const line = () => "\n" + "  ".repeat(Math.max(0, depth));
    tokens.forEach((token, at) => {
      if (token === "{" || token === "[") {
        depth++;
        out += token + (tokens[at + 1] === "}" || tokens[at + 1] === "]" ? "" : line());
      } else if (token === "}" || token === "]") {
        depth--;
        out += (tokens[at - 1] === "{" || tokens[at - 1] === "[" ? "" : line()) + token;
      } else out += token === "," ? "," + line() : token === ":" ? ": " : token;
    });
    return out.split("\n");
  }

  // The longest common lines (what begins and ends alike is set aside first); what stands in their place is paired.
  function compared(left, right) {
    let start = 0;
    while (start < left.length && start < right.length && left[start] === right[start]) start++;
    let end = 0;
    while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
    const a = left.slice(start, left.length - end);
    const b = right.slice(start, right.length - end);
    const best = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    const lines = left.slice(0, start).map(line => [line, line]);
    let gone = [];
    let come = [];
    const pair = () => {
      for (let k = 0; k < Math.max(gone.length, come.length); k++) lines.push([gone[k], come[k]]);
      gone = [];
      come = [];
    };
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        pair();
        lines.push([a[i++], b[j++]]);
      } else if (i < a.length && (j === b.length || best[i + 1][j] >= best[i][j + 1])) gone.push(a[i++]);
      else come.push(b[j++]);
    }
    pair();
    return lines.concat(left.slice(left.length - end).map(line => [line, line]));
  }

  async function copied(button, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = el("textarea", {});
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy the proposed policy"; }, 2000);
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  arrange();
  const linked = endpoints.find(endpoint => "#" + endpoint.id === location.hash);
  if (linked) show(linked);
})();
