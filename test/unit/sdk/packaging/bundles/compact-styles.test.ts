import t from 'tap';
import { compactStyles } from '../../../../../sdk/packaging/bundles/compact-styles.ts';

t.test('styles lose comments and indentation, and nothing else', async (t) => {
  const source = [
    '/* code */',
    'const styles = css`',
    '  /* Why, with',
    '     two lines. */',
    "  :host { content: 'a  b'; }",
    '  @container (width < 76px) { .a { color: ${' + 'red}; } } /* end */',
    '`;',
    'const text = `  /* kept */`;',
  ];
  t.same(compactStyles(source.join('\n')).split('\n'), [
    '/* code */',
    'const styles = css`',
    '',
    '',
    ":host { content: 'a  b'; }",
    '@container (width < 76px) { .a { color: ${' + 'red}; } } ',
    '`;',
    'const text = `  /* kept */`;',
  ]);
});
