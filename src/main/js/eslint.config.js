import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['node_modules/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-implicit-coercion': 'error',
      'no-shadow': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Titles and file names are data: use textContent.' },
        { property: 'outerHTML', message: 'Titles and file names are data: use textContent.' },
        { property: 'insertAdjacentHTML', message: 'Titles and file names are data.' },
      ],
    },
  },
  {
    files: ['build.js', 'eslint.config.js', '**/*.test.js', 'testing/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
];
