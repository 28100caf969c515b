/**
 * ESLint rule: what a person reads comes from the catalogue of messages. Reports text between tags,
 * attributes that are shown or read aloud, and strings in code that look like a sentence.
 */
const letters = /\p{L}/u
const sentence = /^\p{Lu}.*\p{L},?\s+\p{L}|\p{L}\s+\p{L}.*[.!?:…]$/su
const shown = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'alt', 'placeholder', 'title'],
  ...['label', 'hint', 'summary', 'detail', 'dismissLabel'],
])
/** Their text is for programs, or is what somebody types. */
const forMachines = new Set(['code', 'kbd', 'samp', 'pre', 'style'])

export const noRawText = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    SvelteText: (node) =>
      letters.test(node.value) && !isForMachines(node) && report(context, node, node.value),
    SvelteAttribute: (node) => checkAttribute(context, node),
    Literal: (node) =>
      typeof node.value === 'string' &&
      sentence.test(node.value) &&
      !isInError(node) &&
      report(context, node, node.value),
    TemplateLiteral: (node) => {
      const text = node.quasis.map(({ value }) => value.cooked).join('1')
      if (sentence.test(text) && !isInError(node)) report(context, node, text)
    },
  }),
}

function checkAttribute(context, node) {
  if (!shown.has(node.key.name)) return
  for (const part of node.value) {
    if (part.type === 'SvelteLiteral' && letters.test(part.value)) {
      report(context, part, part.value)
    }
  }
}

function isForMachines(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'SvelteElement' && forMachines.has(at.name?.name)) return true
    if (at.type === 'SvelteStyleElement' || at.type === 'SvelteScriptElement') return true
  }
  return false
}

/** The message of an error is a line of a log. */
function isInError(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'NewExpression' && /Error$/.test(at.callee.name ?? '')) return true
  }
  return false
}

const report = (context, node, text) =>
  void context.report({
    node,
    message: `"${text.trim().slice(0, 40)}" belongs in src/messages/.`,
  })
