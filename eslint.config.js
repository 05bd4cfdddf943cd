import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Longest file before it is telling two stories. */
const MAX_LINES = 300;

export default defineConfig(
  { ignores: ['**/dist/', 'data/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An interface or a class method may be async for its contract's sake, with nothing to await yet.
      '@typescript-eslint/require-await': 'off',
      // Nest modules are classes without members; their decorator says it all.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A Decimal prints itself exactly, so a sentence may hold one as it may hold a number.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ from: 'package', package: 'decimal.js', name: 'Decimal' }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },

  {
    files: ['web/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },

  {
    // Programs run by Node as they are: bin/, scripts/, bench/ and the settings of the tools.
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: nodeGlobals() },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },

  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'max-lines': ['error', { max: MAX_LINES, skipBlankLines: true, skipComments: true }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },

  {
    // What the process prints goes through the logger or the command line's context, so that JSON stays alone on stdout.
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-console': 'error' },
  },
);

/** The globals of Node 20 that our plain scripts use, by name, so that a misspelt one is an error. */
function nodeGlobals() {
  const names =
    'process console Buffer URL URLSearchParams AbortController AbortSignal fetch performance structuredClone ' +
    'setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask TextDecoder TextEncoder';
  return Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));
}
