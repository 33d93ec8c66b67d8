/** The API, tried out with one's own session. Everything it needs comes from here: no CDN, no inline script. */
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import '../../styles/index.css';
import './docs.css';

const darkDevice = matchMedia('(prefers-color-scheme: dark)');

/** Swagger UI has its own dark clothes, but does not know when to wear them. */
function dress(): void {
  const { theme } = document.documentElement.dataset;
  document.documentElement.classList.toggle('dark-mode', theme === 'dark' || (theme !== 'light' && darkDevice.matches));
}

dress();
darkDevice.addEventListener('change', dress);

SwaggerUI({
  url: '/api/openapi.json',
  domNode: document.getElementById('app'),
  // Deep links would put a link into every operation's button, where no keyboard finds it.
  deepLinking: false,
  // The badge of an online validator would tell strangers where this runs.
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
});
