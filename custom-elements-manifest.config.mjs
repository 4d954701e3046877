/** The analyzer lists modules as they happen to be read; the package is the same bytes every time. */
export default {
  plugins: [
    {
      name: 'modules-in-order',
      packageLinkPhase({ customElementsManifest }) {
        customElementsManifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
      },
    },
  ],
};
