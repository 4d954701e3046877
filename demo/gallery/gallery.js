/** What the gallery's pages do: this server's address in the texts, copying, and the settings panel. */

for (const code of document.querySelectorAll('figure code')) {
  code.textContent = code.textContent.replaceAll('{origin}', location.origin);
}
for (const button of document.querySelectorAll('figure button')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard?.writeText(button.parentElement.querySelector('code').textContent);
    button.textContent = 'Copied';
  });
}

const settings = document.getElementById('settings');
if (settings !== null) {
  const written = document.querySelector('#written code');
  const shown = document.getElementById('shown');
  const write = () => {
    const element = document.createElement('odyssey-broadcast');
    for (const field of settings.elements) {
      const { name, type, value } = field;
      if (name === '' || !field.checkValidity()) continue;
      if (type === 'checkbox') element.toggleAttribute(name, field.checked);
      else if (field.selectedOptions?.[0]?.dataset.usual === undefined && value !== '') {
        element.setAttribute(name, value);
      }
    }
    const tag = `<script type="module" src="${location.origin}/cdn/odyssey-broadcast.js"></script>`;
    written.textContent = `${tag}\n${element.outerHTML.replaceAll('=""', '')}`;
    shown.replaceChildren(element);
  };
  settings.addEventListener('change', write);
  settings.addEventListener('submit', (event) => event.preventDefault());
  write();
}
