// Where the parts of the house stand in the drawing: rectangles { x, y, w, h } for a width and a
// number of slots and gateways. Wide, it reads from left to right; narrow, from top to bottom.
const kTop = 30;  // the headings of the columns
const kNarrow = 620;

const rowHeight = (slots) => (slots <= 6 ? 68 : slots <= 12 ? 52 : 34);
const middle = (box) => box.y + box.h / 2;

export function layOut(width, slots, gateways) {
  return width < kNarrow ? narrow(width, slots, gateways) : wide(width, slots, gateways);
}

function wide(width, slots, gateways) {
  const row = rowHeight(slots);
  const below = 2 * 58;  // registryd and the supervisor, under the gateways
  const height = kTop + Math.max(slots * row, gateways * 76 + below + 20, 300);
  const w = { client: 86, gateway: 140, ring: 60, slot: Math.min(220, width * 0.23), file: 118 };
  const space = width - w.client - w.gateway - w.ring - w.slot - w.file - 2;
  const x = { client: 1, gateway: 1 + w.client + space * 0.22 };
  x.ring = x.gateway + w.gateway + space * 0.38;
  x.slot = x.ring + w.ring + space * 0.18;
  x.file = width - 1 - w.file;
  const top = kTop + (height - kTop - slots * row) / 2;
  const rows = Array.from({ length: slots }, (_, at) => top + at * row);
  const gatewayTop = kTop + Math.max(0, (height - kTop - below - gateways * 76) / 2);
  const box = {
    clients: { x: x.client, y: gatewayTop + (gateways * 76 - 76) / 2, w: w.client, h: 64 },
    gateways: Array.from({ length: gateways }, (_, at) =>
      ({ x: x.gateway, y: gatewayTop + at * 76, w: w.gateway, h: 64 })),
    registry: { x: x.gateway, y: height - 108, w: w.gateway, h: 48 },
    supervisor: { x: x.gateway, y: height - 50, w: w.gateway, h: 48 },
    rings: rows.map((y) => ({ x: x.ring, y: y + row / 2 - 7, w: w.ring, h: 14 })),
    slots: rows.map((y) => ({ x: x.slot, y: y + 5, w: w.slot, h: row - 10 })),
    files: rows.map((y) => ({ x: x.file, y: y + 5, w: w.file, h: row - 10 })),
  };
  const headings = [["Clients", x.client], [gateways > 1 ? "Gateways" : "Gateway", x.gateway],
    ["Rings", x.ring], ["Slots", x.slot], ["SQLite files", x.file]]
    .map(([text, at]) => ({ text, x: at, y: 14 }));
  return { width, height, box, headings, links: wideLinks(box), dense: row < 50, narrow: false };
}

const across = (from, to) => {
  const [x1, y1, x2, y2] = [from.x + from.w, middle(from), to.x, middle(to)];
  const bend = (x1 + x2) / 2;
  return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
};

function wideLinks(box) {
  const { x, y, h, w } = box.registry;
  const last = box.gateways.at(-1);
  return [
    ...box.gateways.map((gateway, at) => ({ id: `in:${at}`, d: across(box.clients, gateway) })),
    ...box.rings.flatMap((ring, at) => box.gateways.map((gateway, from) =>
      ({ id: `ask:${from}:${at}`, slot: at, d: across(gateway, ring) }))),
    ...box.rings.map((ring, at) =>
      ({ id: `take:${at}`, slot: at, d: across(ring, box.slots[at]) })),
    ...box.slots.map((slot, at) =>
      ({ id: `write:${at}`, slot: at, d: across(slot, box.files[at]) })),
    { id: "mirror", quiet: true, d: `M${x + w / 2} ${y}V${last.y + last.h}` },
    { id: "watch", quiet: true, d: `M${x + w / 2} ${y + h}V${box.supervisor.y}` },
  ];
}

function narrow(width, slots, gateways) {
  const row = Math.max(44, rowHeight(slots) - 8);
  const full = { x: 1, w: width - 2 };
  const gatewayTop = 72;
  const slotTop = gatewayTop + gateways * 66 + 12;
  const rows = Array.from({ length: slots }, (_, at) => slotTop + at * row);
  const file = 84;
  const after = slotTop + slots * row + 12;
  const box = {
    clients: { ...full, y: 1, h: 46 },
    gateways: Array.from({ length: gateways }, (_, at) =>
      ({ ...full, y: gatewayTop + at * 66, h: 54 })),
    rings: rows.map((y) => ({ x: 26, y: y + row / 2 - 6, w: 42, h: 12 })),
    slots: rows.map((y) => ({ x: 80, y: y + 4, w: width - 80 - file - 13, h: row - 8 })),
    files: rows.map((y) => ({ x: width - file - 1, y: y + 4, w: file, h: row - 8 })),
    registry: { x: 1, y: after, w: width / 2 - 5, h: 48 },
    supervisor: { x: width / 2 + 4, y: after, w: width / 2 - 5, h: 48 },
  };
  return { width, height: after + 50, box, headings: [], links: narrowLinks(box), narrow: true,
    dense: false };
}

function narrowLinks(box) {
  const trunk = 13;
  const from = box.gateways.at(-1).y + box.gateways.at(-1).h;
  return [
    { id: "in:0", d: `M${trunk} ${box.clients.y + box.clients.h}V${box.gateways[0].y}` },
    ...box.rings.map((ring, at) => ({ id: `ask:0:${at}`, slot: at,
      d: `M${trunk} ${from}V${middle(ring) - 8}` +
        `Q${trunk} ${middle(ring)} ${trunk + 8} ${middle(ring)}H${ring.x}` })),
    ...box.rings.map((ring, at) => ({ id: `take:${at}`, slot: at,
      d: `M${ring.x + ring.w} ${middle(ring)}H${box.slots[at].x}` })),
    ...box.slots.map((slot, at) => ({ id: `write:${at}`, slot: at,
      d: `M${slot.x + slot.w} ${middle(slot)}H${box.files[at].x}` })),
  ];
}
