// Libraries of CQL, run by two engines of others: the translator and the engine of the reference implementation
// (@cqframework/cql), and cql-execution on the ELM that the translator makes.
// In: {libraries: [{cql, asked: [names], cases: [{parameter: value}]}]}. Out: for each library what the translator
// says, and for each engine and case the asked definitions. A value is null, true or false, a text, {decimal}, {date},
// {value, unit} or a list of them.
import { readFileSync } from 'node:fs';
import cql from 'cql-execution';
import * as made from '@cqframework/cql/cql-to-elm';
import * as reference from '@cqframework/cql/engine';
import { VersionedIdentifier } from '@cqframework/cql/elm';
import { KtList, KtMap, KtMutableSet } from '@cqframework/cql/kotlin-kotlin-stdlib';

// what the translator has to know of the types of CQL itself, from the standard; the package leaves it to who uses it
const simple = ['Boolean', 'Integer', 'Long', 'Decimal', 'String', 'Date', 'DateTime', 'Time'];
const structured = {
  Quantity: { value: 'Decimal', unit: 'String' },
  Ratio: { numerator: 'Quantity', denominator: 'Quantity' },
  Code: { code: 'String', system: 'String', version: 'String', display: 'String' },
  Concept: { display: 'String' },
  Vocabulary: { id: 'String', version: 'String', name: 'String' },
  ValueSet: {},
  CodeSystem: {},
};
const base = { ValueSet: 'Vocabulary', CodeSystem: 'Vocabulary' };
const elements = (parts) =>
  Object.entries(parts).map(([name, type]) => `<element name="${name}" type="System.${type}"/>`);
const SYSTEM = `<modelInfo xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 name="System" version="1.0.0" url="urn:hl7-org:elm-types:r1"><typeInfo xsi:type="SimpleTypeInfo" name="System.Any"/>
 ${simple.map((one) => `<typeInfo xsi:type="SimpleTypeInfo" name="System.${one}" baseType="System.Any"/>`).join('')}
 ${Object.entries(structured)
   .map(
     ([one, parts]) =>
       `<typeInfo xsi:type="ClassInfo" name="System.${one}" baseType="System.${base[one] || 'Any'}">` +
       `${elements(parts).join('')}</typeInfo>`,
   )
   .join('')}</modelInfo>`;

function manager(libraries) {
  const models = new made.ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(
    made.createModelInfoProvider((id) => (id === 'System' ? made.stringAsSource(SYSTEM) : null)),
  );
  // without what is told of the places of the text, which takes a third of the time
  const { DisableListDemotion, DisableListPromotion } = made.CqlCompilerOptions.Options;
  const plainly = made.CqlCompilerOptions.defaultOptions();
  plainly.options.asJsSetView().clear();
  plainly.setOptions([DisableListDemotion, DisableListPromotion]);
  const found = new made.LibraryManager(models, plainly);
  found.librarySourceLoader.registerProvider(
    made.createLibrarySourceProvider((id) => (id in libraries ? made.stringAsSource(libraries[id]) : null)),
  );
  return found;
}

// ---------------------------------------------------------------- the engine of the reference implementation

const literal = (value) =>
  value.decimal !== undefined
    ? value.decimal
    : value.date !== undefined
      ? `@${value.date}`
      : `System.Quantity { value: ${value.value}, unit: '${value.unit}' }`;

const atoms = (value) =>
  Array.isArray(value) ? value.flatMap(atoms) : value && typeof value === 'object' ? [literal(value)] : [];

// numbers and dates are made by the engine itself, from a library of literals
function known(libraries, wanted) {
  const results = evaluated(libraries, 'Literals', null, wanted.map((_, place) => `${place}`));
  return new Map(wanted.map((text, place) => [text, results.getByName(`${place}`).value]));
}

function evaluated(libraries, id, parameters, names) {
  const asked = new reference.EvaluationParams.LibraryParams.Builder();
  asked.expressionsByName(names);
  const all = new reference.EvaluationParams.Builder();
  if (parameters) all.parameters = KtMap.fromJsMap(parameters);
  all.libraryByName(id, asked.build());
  // an engine of its own for each case: without its cache it works out each definition anew wherever it is named, and
  // with it it gives the next case the answers of the first
  const cached = KtMutableSet.fromJsSet(new Set([reference.CqlEngine.Options.EnableExpressionCaching]));
  return new reference.CqlEngine(new reference.Environment(libraries), cached).evaluate(all.build()).onlyResultOrThrow;
}

function given(value, atoms) {
  if (value === null) return null;
  if (Array.isArray(value)) return new reference.List(KtList.fromJsArray(value.map((one) => given(one, atoms))));
  if (typeof value === 'boolean') return new reference.Boolean(value);
  return typeof value === 'string' ? new reference.String(value) : atoms.get(literal(value));
}

function plain(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof reference.String || value instanceof reference.Boolean) return value.value;
  if (value instanceof reference.Integer || value instanceof reference.Decimal) return Number(value.toString());
  if (value instanceof reference.Date) return value.toString().slice(1);
  if (value instanceof reference.List)
    return [...reference.iterableToList(value.value).asJsReadonlyArrayView()].map(plain);
  if (value instanceof reference.Quantity) return { value: Number(value.value.toString()), unit: value.unit };
  return Object.fromEntries([...value.elements.asJsReadonlyMapView()].map(([name, one]) => [name, plain(one)]));
}

function identifier(id) {
  const found = new VersionedIdentifier();
  found.id = id;
  return found;
}

function byReference({ asked, cases }, translator, id) {
  const wanted = [...new Set(cases.flatMap((one) => Object.values(one).flatMap(atoms)))];
  const literals = ['library Literals', ...wanted.map((one, place) => `define "${place}": ${one}`)].join('\n');
  const libraries = manager({ Literals: literals });
  // it would translate the text once more; it looks for definitions where their names stand in order
  translator.toELM().statements.def.asJsArrayView().sort((one, other) => (one.name < other.name ? -1 : 1));
  libraries.compiledLibraries.asJsMapView().set(identifier(id), translator.translatedLibrary);
  const values = wanted.length ? known(libraries, wanted) : new Map();
  return cases.map((one) => {
    const stated = new Map(Object.entries(one).map(([name, value]) => [name, given(value, values)]));
    const results = evaluated(libraries, id, stated, asked);
    return Object.fromEntries(asked.map((name) => [name, plain(results.getByName(name).value)]));
  });
}

// ---------------------------------------------------------------- cql-execution

function stated(value) {
  if (Array.isArray(value)) return value.map(stated);
  if (value === null || typeof value !== 'object') return value;
  if (value.decimal !== undefined) return Number(value.decimal);
  return value.date !== undefined ? cql.Date.parse(value.date) : new cql.Quantity(Number(value.value), value.unit);
}

function told(value) {
  if (Array.isArray(value)) return value.map(told);
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  if (value.isDate) return value.toString();
  if (value.isQuantity) return { value: value.value, unit: value.unit };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one)]));
}

async function byExecution({ asked, cases }, elm) {
  const library = new cql.Library(elm);
  const answers = [];
  for (const one of cases) {
    const parameters = Object.fromEntries(Object.entries(one).map(([name, value]) => [name, stated(value)]));
    const ran = await new cql.Executor(library, null, parameters).exec(new cql.PatientSource([]));
    answers.push(Object.fromEntries(asked.map((name) => [name, told(ran.unfilteredResults[name])])));
  }
  return answers;
}

// ---------------------------------------------------------------- all of it


const { libraries } = JSON.parse(readFileSync(0, 'utf8'));
const answers = [];
for (const one of libraries) {
  const translator = made.CqlTranslator.fromText(one.cql, manager({}));
  const elm = JSON.parse(translator.toJson());
  const said = (elm.library.annotation || []).filter((note) => note.message);
  const messages = said.map((note) => `${note.errorSeverity} ${note.startLine}: ${note.message}`);
  const broken = said.some((note) => note.errorSeverity === 'error');
  answers.push({
    messages,
    reference: broken ? [] : byReference(one, translator, elm.library.identifier.id),
    execution: broken ? [] : await byExecution(one, elm),
  });
}
process.stdout.write(`\n${JSON.stringify(answers)}`); // on a line of its own: the engine talks
