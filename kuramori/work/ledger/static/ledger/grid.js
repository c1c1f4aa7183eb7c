/* 表で直す: makes a table of cells of the list. Without this script the list with its links stays. */
(() => {
  "use strict";
  const box = document.querySelector("[data-grid]");
  if (!box || typeof Tabulator === "undefined") return;
  const setting = JSON.parse(box.dataset.setting);
  const mayChange = box.dataset.mayChange === "yes";
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = setting.words;
  const said = document.querySelector("[data-said]");
  const find = document.querySelector("[data-find]");
  const keep = document.querySelector("[data-keep]");
  const bulk = document.querySelector("[data-bulk]");
  const columnOf = Object.fromEntries(setting.columns.map((column) => [column.field, column]));

  // While the input method is composing, Enter chooses a word and is no command (229: Safari tells it so).
  const composes = (event) => event.isComposing || event.keyCode === 229;

  const say = (sentence, isWrong = false) => {
    said.textContent = sentence;
    said.classList.toggle("is-wrong", isWrong);
  };

  for (const name of Object.keys(setting.offers)) {
    const list = document.createElement("datalist");
    list.id = `offers-${name}`;
    for (const word of setting.offers[name]) list.append(new Option(word, word));
    box.after(list);
  }

  const control = (column, value) => {
    if (column.choices.length) {
      const select = document.createElement("select");
      for (const word of column.choices) select.append(new Option(word, word, word === value, word === value));
      return select;
    }
    const input = document.createElement("input");
    input.type = "text";
    input.autocomplete = "off";
    if (column.longest) input.maxLength = column.longest;
    if (setting.offers[column.field]) input.setAttribute("list", `offers-${column.field}`);
    input.value = value || "";
    return input;
  };

  const editor = (column) => (cell, onRendered, success, cancel) => {
    const field = control(column, cell.getValue());
    let isOver = false;
    const end = (how) => {
      if (isOver) return;
      isOver = true;
      how();
    };
    field.setAttribute("aria-label", column.title);
    onRendered(() => {
      field.focus({ preventScroll: true });
      if (field.select && !box.dataset.typed) field.select();
      delete box.dataset.typed;
    });
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (composes(event)) return;
      if (event.key === "Enter") {
        event.preventDefault();
        const below = cell.getRow().getNextRow();
        end(() => success(field.value));
        focusCell(below ? below.getCell(cell.getField()) : cell);
      } else if (event.key === "Escape") {
        event.preventDefault();
        end(cancel);
        focusCell(cell);
      } else if (event.key === "Tab") {
        event.preventDefault();
        end(() => success(field.value));
        focusCell(beside(cell, event.shiftKey ? -1 : 1) || cell);
      }
    });
    field.addEventListener("blur", () => end(() => success(field.value)));
    return field;
  };

  const open = (cell) => {
    const row = cell.getData();
    const link = document.createElement("a");
    link.href = setting.asset.replace("00000000-0000-0000-0000-000000000000", row.id);
    link.textContent = row.number;
    return link;
  };

  const text = (cell) => {
    const row = cell.getData();
    const shown = document.createElement("span");
    const hidden = row.masked && ["name", "what", "place"].includes(cell.getField());
    shown.textContent = hidden ? words.masked : cell.getValue() || "";
    return shown;
  };

  const widths = { number: 120, name: 240, what: 280, grade: 96, layer: 170, place: 220, keeper: 150, review_on: 130, marked: 100, unit: 150 };
  const columns = setting.columns.map((column) => ({
    title: column.title,
    field: column.field,
    width: widths[column.field],
    headerSort: ["number", "review_on"].includes(column.field),
    frozen: column.field === "number",
    formatter: column.field === "number" ? open : text,
    editor: mayChange && column.editable ? editor(column) : undefined,
    editable: (cell) => mayChange && column.editable && !cell.getData().masked,
  }));
  if (mayChange) {
    columns.unshift({
      formatter: (cell) => {
        const tick = document.createElement("input");
        tick.type = "checkbox";
        tick.setAttribute("aria-label", `${cell.getData().number} ${words.choose}`);
        tick.checked = cell.getRow().isSelected();
        tick.addEventListener("change", () => cell.getRow().toggleSelect());
        tick.addEventListener("click", (event) => event.stopPropagation());
        return tick;
      },
      titleFormatter: () => {
        const title = document.createElement("span");
        title.className = "vh";
        title.textContent = words.choose;
        return title;
      },
      width: 52, headerSort: false, frozen: true, title: words.choose,
    });
  }

  const asked = () => new URLSearchParams([...new FormData(find)].filter(([, value]) => value));
  const sortOf = (sorters) => {
    const first = (sorters || [])[0];
    if (!first) return "";
    if (first.field === "review_on") return "review";
    return first.dir === "desc" ? "-number" : "";
  };

  document.querySelector("[data-plain]").hidden = true;
  document.querySelector("[data-keys]").hidden = !mayChange;
  box.hidden = false;
  const place = document.createElement("div");
  // A grid holds rows and nothing else: the buttons of its pages stand below it.
  const turner = document.createElement("nav");
  turner.className = "tabulator-footer";
  turner.setAttribute("aria-label", words.pages);
  box.append(place, turner);
  const table = new Tabulator(place, {
    columns,
    layout: "fitDataStretch",
    height: "min(70vh, 60rem)",
    pagination: true,
    paginationMode: "remote",
    paginationSize: 50,
    paginationButtonCount: 3,
    paginationElement: turner,
    sortMode: "remote",
    filterMode: "remote",
    // A click opens cells; lines are chosen by their tick and the space bar.
    selectableRows: mayChange ? "highlight" : false,
    editTriggerEvent: "dblclick",
    placeholder: words.none,
    ajaxURL: setting.rows,
    ajaxRequestFunc: async (url, _config, params) => {
      const query = asked();
      const sort = sortOf(params.sort);
      if (sort) query.set("sort", sort);
      query.set("page", params.page || 1);
      const answer = await fetch(`${url}?${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      say(words.found.replace("%(n)s", found.last_row));
      return found;
    },
    locale: "page",
    langs: {
      page: { data: { loading: words.loading, error: words.failed }, pagination: { first: words.first, first_title: words.first, last: words.last, last_title: words.last, prev: words.before, prev_title: words.before, next: words.after, next_title: words.after } },
    },
  });

  // A place for the keyboard: one cell of the table has the focus, arrows move it.
  const cells = (row) => row.getCells().filter((cell) => cell.getField());
  const beside = (cell, step) => {
    const all = cells(cell.getRow());
    return all[all.indexOf(cell) + step];
  };
  const focusCell = (cell, isSeen = false) => {
    const element = cell && cell.getElement();
    if (!element) return;
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    if (isSeen) return;
    cell.getColumn().scrollTo(undefined, false).catch(() => {});
    cell.getRow().scrollTo(undefined, false).catch(() => {});
  };
  const cellOf = (element) => {
    const found = element.closest && element.closest(".tabulator-cell");
    if (!found) return null;
    for (const row of table.getRows()) for (const cell of cells(row)) if (cell.getElement() === found) return cell;
    return null;
  };
  const ready = () => {
    const first = table.getRows()[0];
    if (first) for (const cell of cells(first)) cell.getElement().tabIndex = cell.getField() === "name" ? 0 : -1;
  };
  table.on("dataProcessed", ready);
  // A grid may hold rows only; the keyboard comes in by a cell, which scrolls what holds it.
  table.on("tableBuilt", () => place.querySelector(".tabulator-tableholder").removeAttribute("tabindex"));
  table.on("cellClick", (event, cell) => {
    // A second click opens it: a table that moved meanwhile would close it again.
    const isOpen = cell.getElement().classList.contains("tabulator-editing");
    if (cell.getField() && cell.getField() !== "number" && !isOpen) focusCell(cell, true);
  });

  place.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, a")) return;
    const cell = cellOf(event.target);
    if (!cell) return;
    const row = cell.getRow();
    const field = cell.getField();
    const to = {
      ArrowLeft: () => beside(cell, -1),
      ArrowRight: () => beside(cell, 1),
      ArrowUp: () => row.getPrevRow() && row.getPrevRow().getCell(field),
      ArrowDown: () => row.getNextRow() && row.getNextRow().getCell(field),
      Home: () => cells(row)[0],
      End: () => cells(row).at(-1),
    }[event.key];
    if (composes(event)) {
      // The input method begins: the field must be there before the first letter is.
      box.dataset.typed = "yes";
      cell.edit();
    } else if (to) {
      event.preventDefault();
      focusCell(to() || cell);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      if (field === "number") cell.getElement().querySelector("a").click();
      else cell.edit();
    } else if (event.key === " " && mayChange) {
      event.preventDefault();
      row.toggleSelect();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      box.dataset.typed = "yes";
      cell.edit();
      const input = cell.getElement().querySelector("input");
      if (input) input.value = "";
    }
  });

  const post = async (rows) => {
    say(words.saving);
    const answer = await fetch(setting.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ rows }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).rows;
  };
  const mark = (row, field, isWrong) => {
    const cell = row.getCell(field);
    if (!cell) return;
    const element = cell.getElement();
    element.classList.remove("cell--kept", "cell--wrong");
    element.classList.add(isWrong ? "cell--wrong" : "cell--kept");
  };
  const show = async (became, field) => {
    const wrong = [];
    for (const one of became) {
      const row = table.getRow(one.id);
      if (row && one.row) await row.update(one.row);
      const isWrong = one.state === "stale" || one.state === "refused";
      if (row) mark(row, field, isWrong);
      if (isWrong) wrong.push(`${one.row ? one.row.number : ""}: ${one.sentence}`);
    }
    say(wrong.length ? wrong.join(" ") : words.saved, wrong.length > 0);
  };

  table.on("cellEdited", async (cell) => {
    const row = cell.getData();
    const field = cell.getField();
    if (cell.getValue() === cell.getOldValue()) return;
    try {
      await show(await post([{ id: row.id, revision: row.revision, cells: { [field]: cell.getValue() } }]), field);
    } catch {
      cell.restoreOldValue();
      say(words.failed, true);
    }
  });

  if (bulk) {
    const which = bulk.querySelector("[data-bulk-field]");
    const holder = bulk.querySelector("[data-bulk-value]").parentElement;
    for (const column of setting.columns.filter((one) => one.editable && !["name", "what"].includes(one.field))) which.append(new Option(column.title, column.field));
    const fresh = () => {
      const field = control(columnOf[which.value], "");
      field.id = "bulk-value";
      field.dataset.bulkValue = "";
      holder.querySelector("[data-bulk-value]").replaceWith(field);
    };
    which.addEventListener("change", fresh);
    fresh();
    table.on("rowSelectionChanged", (_data, rows) => {
      bulk.hidden = !rows.length;
      bulk.querySelector("[data-chosen]").textContent = words.chosen.replace("%(n)s", rows.length);
      for (const row of table.getRows()) {
        const tick = row.getElement().querySelector("input[type=checkbox]");
        if (tick) tick.checked = row.isSelected();
      }
    });
    bulk.addEventListener("submit", async (event) => {
      event.preventDefault();
      const value = bulk.querySelector("[data-bulk-value]").value;
      const rows = table.getSelectedData().map((row) => ({ id: row.id, revision: row.revision, cells: { [which.value]: value } }));
      if (!value || !rows.length) return;
      try {
        await show(await post(rows), which.value);
      } catch {
        say(words.failed, true);
      }
    });
  }

  // Search as one types; what the input method has not finished is no question yet.
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const query = asked().toString();
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
      if (keep) keep.action = keep.action.replace(/\?.*$/, "") + (query ? `?${query}` : "");
      table.setPage(1);
    }, 200);
  };
  find.addEventListener("input", (event) => { if (!composes(event)) again(); });
  find.addEventListener("compositionend", again);
  find.addEventListener("submit", (event) => { event.preventDefault(); again(); });
})();
