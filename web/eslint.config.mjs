// How the console's code is checked, beside the compiler.

import next from 'eslint-config-next/core-web-vitals';
import typescript from 'eslint-config-next/typescript';

export default [
  { ignores: ['.next/**', 'out/**', 'dist/**', 'hub/generated.ts', 'next-env.d.ts'] },
  ...next,
  ...typescript,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      'no-restricted-globals': ['error', { name: 'alert', message: 'ask by ui/dialog' }, { name: 'confirm', message: 'ask by ui/dialog' }],
      'no-restricted-imports': ['error', { name: 'next/link', message: 'use ui/link, which fetches nothing that nobody is about to see' }],
      'no-restricted-syntax': ['error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'what others write is text' },
        { selector: 'JSXAttribute[name.name="href"] > Literal[value=/^\\//]', message: 'every address is made in routes.ts' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      eqeqeq: 'error',
    },
  },
  { files: ['ui/link.tsx'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['*.config.mjs'], rules: { 'import/no-anonymous-default-export': 'off' } },
  // Their code is loaded with every page, so they are plain.
  { files: ['app/not-found.tsx', 'app/global-error.tsx'], rules: { '@next/next/no-html-link-for-pages': 'off' } },
];
