import { attributesOf } from './attributes.js';
import type { Element } from './element.js';

/** The custom-elements manifest, as https://github.com/webcomponents/custom-elements-manifest has it. */
export function manifestOf(element: Element): object {
  const { className: name, tag, properties, methods, events } = element;
  const module = 'dist/index.js';
  const type = (text: string) => ({ text });
  const usualOf = (usual: string | null) => (usual === null ? {} : { default: usual });
  const exported = (one: string) => ({ kind: 'js', name: one, declaration: { name: one, module } });
  const definition = {
    kind: 'custom-element-definition',
    name: tag,
    declaration: { name, module },
  };
  const classes = events.map((event) => ({
    kind: 'class',
    name: event.type,
    description: event.about,
    superclass: { name: 'Event', package: 'global:' },
    members: event.fields.map((field) => ({
      kind: 'field',
      name: field.name,
      description: field.description,
      type: type(field.type),
      readonly: true,
    })),
  }));
  const fields = properties.map((property) => ({
    kind: 'field',
    name: property.name,
    description: property.description,
    type: type(property.type),
    ...usualOf(property.usual),
    ...(property.isStatic && { static: true }),
    ...(property.isReadonly && { readonly: true }),
    ...(property.attribute && { attribute: property.attribute.name }),
    ...(property.attribute?.reflects && { reflects: true }),
  }));
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: module,
        declarations: [
          {
            kind: 'class',
            name,
            customElement: true,
            tagName: tag,
            summary: element.summary,
            description: element.description,
            superclass: { name: 'LitElement', package: 'lit' },
            attributes: attributesOf(element).map((attribute) => ({
              name: attribute.name,
              description: attribute.description,
              type: type(attribute.type),
              ...usualOf(attribute.usual),
              ...(attribute.property !== null && { fieldName: attribute.property }),
            })),
            members: [
              ...fields,
              ...methods.map((method) => ({
                kind: 'method',
                name: method.name,
                description: method.description,
                parameters: method.parameters.map((parameter) => ({
                  name: parameter.name,
                  description: parameter.description,
                  type: type(parameter.type),
                  ...(parameter.isOptional && { optional: true }),
                })),
                return: {
                  type: type(method.returns.type),
                  description: method.returns.description,
                },
              })),
            ],
            events: events.map((event) => ({
              name: event.name,
              description: event.description,
              type: type(event.type),
            })),
            slots: element.slots,
            cssParts: element.parts,
            cssStates: element.states,
            cssProperties: element.variables.map(({ usual, ...variable }) => ({
              ...variable,
              ...usualOf(usual),
            })),
          },
          ...classes,
        ],
        exports: [name, ...events.map((event) => event.type)].map(exported),
      },
      ...['dist/define.js', 'dist/cdn/odyssey-broadcast.js'].map((path) => ({
        kind: 'javascript-module',
        path,
        declarations: [],
        exports: [definition, exported(name)],
      })),
    ],
  };
}
