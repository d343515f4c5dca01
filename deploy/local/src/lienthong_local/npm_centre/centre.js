// Knows how to be an SMPP centre by another hand: npm smpp. Moods come as JSON lines, messages go out as JSON lines.
'use strict';
const readline = require('node:readline');
const smpp = require('smpp');

const RECEIPT = 0x04;
const THROTTLED = 0x58;
const STATES = {ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8};
// The fields of Python's SmsMood; `fates` is its `fate`, as a table by number.
const mood = {refuse_bind: 0, hang: false, throttle: 0, reject: {}, cut: 0, fates: {}, receipts: 1, delay: 0.05, reverse: 1};
const sessions = new Set();
let waiting = [];
const unheard = []; // receipts that wait for somebody to bind
let number = 0;
let unanswered = 0;

const tell = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const spend = (what) => mood[what] > 0 && mood[what]-- > 0;

function bind(session, pdu) {
  if (mood.refuse_bind) {
    session.send(pdu.response({command_status: mood.refuse_bind}), () => session.close());
    return;
  }
  session.receives = pdu.command !== 'bind_transmitter';
  sessions.add(session);
  session.send(pdu.response({system_id: 'npm'}));
  tell({bound: sessions.size});
  if (session.receives) unheard.splice(0).forEach((one) => report(one));
}

function take(session, pdu) {
  if (mood.hang) {
    tell({unanswered: ++unanswered});
    return;
  }
  const status = spend('throttle') ? THROTTLED : mood.reject[pdu.destination_addr];
  if (status) {
    session.send(pdu.response({command_status: status}));
    return;
  }
  const id = `npm-${++number}`;
  tell({message: read(pdu, id)});
  if (spend('cut')) session.socket.resetAndDestroy();
  else session.send(pdu.response({message_id: id}));
  if (pdu.registered_delivery & 3) owe(session, pdu, id);
}

function read(pdu, id) {
  const said = pdu.message_payload || pdu.short_message;
  const joined = (said.udh || []).find((element) => element[0] === 0 || element[0] === 8);
  const reference = joined && joined.subarray(2, joined.length - 2).readUIntBE(0, joined.length - 4);
  const part = joined ? {reference, total: joined.at(-2), index: joined.at(-1)} : null;
  return {provider: 'npm', message_id: id, from: pdu.source_addr, to: pdu.destination_addr, text: said.message, part,
    reference: pdu.user_message_reference ?? null};
}

function owe(session, pdu, id) {
  const stat = mood.fates[pdu.destination_addr] || 'DELIVRD';
  const times = mood.receipts;
  setTimeout(() => {
    for (let i = 0; i < times; i++) waiting.push({session, pdu, id, stat});
    if (waiting.length < mood.reverse) return;
    const due = mood.reverse > 1 ? waiting.reverse() : waiting;
    waiting = [];
    if (mood.reverse > 1) inTurn(due);
    else due.forEach((one) => report(one));
  }, mood.delay * 1000);
}

// One after the other's answer: smpp34's client may hand over in another order what reaches it at once (seen).
function inTurn([first, ...others]) {
  if (first) report(first, () => inTurn(others));
}

function report({session, pdu, id, stat}, then) {
  const receiver = sessions.has(session) && session.receives ? session : [...sessions].reverse().find((other) => other.receives);
  if (!receiver) {
    if (unheard.length < 10000) unheard.push({session, pdu, id, stat});
    return;
  }
  const now = new Date().toISOString().replace(/\D/g, '').slice(2, 12);
  const good = stat === 'DELIVRD';
  const dates = `submit date:${now} done date:${now}`;
  receiver.deliver_sm({
    source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: RECEIPT,
    short_message: `id:${id} sub:001 dlvrd:${good ? '001' : '000'} ${dates} stat:${stat} err:${good ? '000' : '001'} text:`,
    receipted_message_id: id, message_state: STATES[stat] || STATES.UNKNOWN,
  }, then);
}

function reply({number: from, text, to}) {
  for (const session of sessions) if (session.receives) session.deliver_sm({source_addr: from, destination_addr: to, short_message: text});
}

const server = smpp.createServer((session) => {
  for (const command of ['bind_transceiver', 'bind_receiver', 'bind_transmitter']) session.on(command, (pdu) => bind(session, pdu));
  session.on('submit_sm', (pdu) => take(session, pdu));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => session.send(pdu.response(), () => session.close()));
  session.on('close', () => {
    if (sessions.delete(session)) tell({bound: sessions.size});
  });
  session.on('error', () => session.destroy()); // without a listener the first reset ends the process
});

function told(line) {
  const {mood: change, reply: said, cut} = JSON.parse(line);
  if (change) Object.assign(mood, change);
  if (said) reply(said);
  if (cut) for (const session of sessions) session.socket.resetAndDestroy();
  tell({done: true});
}

readline.createInterface({input: process.stdin}).on('line', told).on('close', () => process.exit(0));
server.listen(0, '127.0.0.1', () => tell({port: server.address().port}));
