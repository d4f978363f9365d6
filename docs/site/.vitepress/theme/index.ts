/** VitePress's own theme without its fonts: text is set in the system's. */
import theme from 'vitepress/theme-without-fonts';
import './style.css';

export default theme;
