/** What the gallery's pages do: this server's address in the texts, copying, a pass, and the settings panel. */

for (const code of document.querySelectorAll('figure code')) {
  code.textContent = code.textContent.replaceAll('{origin}', location.origin);
}
for (const button of document.querySelectorAll('figure button')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard?.writeText(button.parentElement.querySelector('code').textContent);
    button.textContent = 'Copied';
  });
}

// A host's pass is a secret: behind the `#` it stays in this browser, and goes along from page to page.
const pass = new URLSearchParams(location.hash.slice(1)).get('token');
if (pass !== null) {
  for (const link of document.querySelectorAll('a[href^="./"]')) link.hash = location.hash;
  if (/\/for-a-(host|moderator)\.html$/.test(location.pathname)) {
    document.querySelector('odyssey-broadcast').setAttribute('token', pass);
  }
}

const settings = document.getElementById('settings');
if (settings !== null) {
  const written = document.querySelector('#written code');
  const shown = document.getElementById('shown');
  const element = document.createElement('odyssey-broadcast');
  const write = () => {
    for (const field of settings.elements) {
      const { name, type, value } = field;
      if (name === '' || !field.checkValidity()) continue;
      const isUsual = value === '' || field.selectedOptions?.[0]?.dataset.usual !== undefined;
      if (type === 'checkbox') element.toggleAttribute(name, field.checked);
      else if (isUsual) element.removeAttribute(name);
      else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    const tag = `<script type="module" src="${location.origin}/cdn/odyssey-broadcast.js"></script>`;
    const copy = element.cloneNode();
    copy.removeAttribute('token');
    written.textContent = `${tag}\n${copy.outerHTML.replaceAll('=""', '')}`;
  };
  settings.addEventListener('change', write);
  settings.addEventListener('submit', (event) => event.preventDefault());
  write();
  if (pass !== null) element.setAttribute('token', pass);
  shown.append(element);
}
