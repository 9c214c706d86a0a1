// DMN documents, answered by others: dmn-moddle reads them, feelin evaluates FEEL, libxml2 holds them against the schema.
// In: {documents: [{xml, schema, cases: [{name: value}]}]}. Out: for each document its warnings, errors of the schema,
// and for each case what each decision gives. The hit policies are written here once more, from the standard.
import { readFileSync } from 'node:fs';
import { DmnModdle } from 'dmn-moddle';
import { evaluate, unaryTest } from 'feelin';
import { validateXML } from 'xmllint-wasm';

const known = new Map();

function remembered(key, make) {
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

function asFeel(value) {
  if (Array.isArray(value)) return value.map(asFeel);
  if (value && value.$date) return evaluate(`date("${value.$date}")`).value;
  return value;
}

function asPlain(value) {
  if (Array.isArray(value)) return value.map(asPlain);
  if (value && typeof value === 'object' && typeof value.toJSON === 'function') return value.toString();
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asPlain(one)]));
  return value === undefined ? null : value;
}

function holds(text, value) {
  const shown = JSON.stringify(asPlain(value));
  return remembered(`${text}\u0000${shown}`, () => unaryTest(text, { '?': value }).value === true);
}

const said = (text, context) => evaluate(text, context).value;
const constant = (text) => remembered(text, () => said(text, {}));

function ranks(table, hits) {
  const orders = table.output.map((clause) => {
    const listed = clause.outputValues ? constant(`[${clause.outputValues.text}]`) : [];
    return (value) => (listed.indexOf(value) < 0 ? listed.length : listed.indexOf(value));
  });
  return hits.map((hit) => hit.values.map((value, column) => orders[column](value)));
}

function compared(left, right) {
  const column = left.findIndex((rank, place) => rank !== right[place]);
  return column < 0 ? 0 : left[column] - right[column];
}

function answerOf(table, hits) {
  const row = (hit) =>
    table.output.length === 1
      ? hit.values[0]
      : Object.fromEntries(table.output.map((clause, column) => [clause.name, hit.values[column]]));
  const policy = table.hitPolicy || 'UNIQUE';
  const same = (some) => some.every((hit) => JSON.stringify(asPlain(hit.values)) === JSON.stringify(asPlain(some[0].values)));
  const answered = (some, value) => ({ rules: some.map((hit) => hit.rule), value });
  const none = { error: 'no rule' };
  if (table.aggregation) {
    const numbers = hits.map((hit) => hit.values[0]);
    const made = { SUM: 'sum', MIN: 'min', MAX: 'max', COUNT: 'count' }[table.aggregation];
    if (!hits.length && table.aggregation !== 'COUNT') return none;
    return answered(hits, said(`${made}(numbers)`, { numbers }));
  }
  if (policy === 'OUTPUT ORDER') {
    const ranked = ranks(table, hits);
    const order = hits.map((_, place) => place).sort((a, b) => compared(ranked[a], ranked[b]) || a - b);
    const sorted = order.map((place) => hits[place]);
    return answered(sorted, sorted.map(row));
  }
  if (['RULE ORDER', 'COLLECT'].includes(policy)) return answered(hits, hits.map(row));
  if (!hits.length) return none;
  if (policy === 'FIRST') return answered(hits.slice(0, 1), row(hits[0]));
  if (policy === 'UNIQUE') return hits.length > 1 ? { error: 'several rules' } : answered(hits, row(hits[0]));
  if (policy === 'PRIORITY') {
    const ranked = ranks(table, hits);
    const best = ranked.reduce((a, b) => (compared(a, b) <= 0 ? a : b));
    const first = hits.filter((_, place) => compared(ranked[place], best) === 0);
    return same(first) ? answered(first.slice(0, 1), row(first[0])) : { error: 'equal rank' };
  }
  if (policy === 'ANY') return same(hits) ? answered(hits, row(hits[0])) : { error: 'different results' };
  throw new Error(policy);
}

function decided(table, context) {
  const seen = (table.input || []).map((clause) => said(clause.inputExpression.text, context));
  const given = (rule) => rule.outputEntry.map((entry) => constant(entry.text));
  let hits = (table.rule || [])
    .filter((rule) => (rule.inputEntry || []).every((entry, column) => holds(entry.text, seen[column])))
    .map((rule) => ({ rule: rule.label, values: given(rule) }));
  if (!hits.length && table.output.some((clause) => clause.defaultOutputEntry)) {
    hits = [{ rule: 'Otherwise', values: table.output.map((clause) => constant(clause.defaultOutputEntry.text)) }];
  }
  return answerOf(table, hits);
}

function answers(decisions, given) {
  const context = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, asFeel(value)]));
  const found = {};
  for (const decision of decisions) {
    const logic = decision.decisionLogic;
    const answer = logic.$type === 'dmn:DecisionTable' ? decided(logic, context) : { value: said(logic.text, context) };
    found[decision.name] = { ...answer, value: asPlain(answer.value) };
    context[decision.name] = answer.error ? null : answer.value;
  }
  return found;
}

function inOrder(elements) {
  const byId = new Map(elements.map((one) => [one.id, one]));
  const done = new Map();
  function visit(one) {
    if (done.has(one.id)) return;
    for (const needed of one.informationRequirement || []) {
      if (needed.requiredDecision) visit(byId.get(needed.requiredDecision.href.slice(1)));
    }
    done.set(one.id, one);
  }
  elements.filter((one) => one.$type === 'dmn:Decision').forEach(visit);
  return [...done.values()];
}

const XSD = new URL('./node_modules/dmn-moddle/resources/dmn/xsd/', import.meta.url);
const schema = (fileName) => ({ fileName, contents: readFileSync(new URL(fileName, XSD), 'utf8') });

async function schemaErrors(xml) {
  const result = await validateXML({
    xml: [{ fileName: 'document.dmn', contents: xml }],
    schema: [schema('DMN13.xsd')],
    preload: ['DMNDI13.xsd', 'DC.xsd', 'DI.xsd'].map(schema),
    initialMemoryPages: 1024,
    maxMemoryPages: 8192,
  });
  return result.errors.map((error) => error.message);
}

const asked = JSON.parse(readFileSync(0, 'utf8'));
const told = [];
for (const { xml, validate, cases } of asked.documents) {
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml);
  const decisions = inOrder(rootElement.drgElement || []);
  told.push({
    warnings: warnings.map((warning) => warning.message),
    schema: validate ? await schemaErrors(xml) : null,
    shapes: rootElement.dmnDI ? rootElement.dmnDI.diagrams[0].diagramElements.length : 0,
    answers: cases.map((one) => answers(decisions, one)),
  });
}
process.stdout.write(JSON.stringify(told));
