import { isObject, JsonObject } from './json';
import { isHelperId, isHelperPath } from './provenance';
import type { Provenance } from './resource';
import type { Template } from './template';

/** An element of a template that is no resource: an output, a parameter. */
export class TemplateElement {
  public constructor(
    public readonly template: Template,
    public readonly section: 'Outputs' | 'Parameters',
    /** The logical id. */
    public readonly writtenId: string,
  ) {}

  /** Unique in the application: an output may be called as a resource is. */
  public get id(): string {
    return `${this.template.path}#${this.section}.${this.writtenId}`;
  }

  /** The element as it stands in the template. */
  public get definition(): JsonObject {
    const definition = this.template.section(this.section)[this.writtenId];
    return isObject(definition) ? definition : {};
  }

  /** The path of the construct that rendered the element, where that is known. */
  public get constructPath(): string | undefined {
    return this.template.constructPathOf(this.writtenId);
  }

  /** Who made it. */
  public get provenance(): Provenance {
    const { constructPath } = this;
    return (constructPath === undefined ? isHelperId(this.writtenId) : isHelperPath(constructPath)) ? 'helper' : 'user';
  }
}

/** The elements of a section, in template order. */
export function elementsOf(template: Template, section: TemplateElement['section']): readonly TemplateElement[] {
  return Object.keys(template.section(section)).map(id => new TemplateElement(template, section, id));
}
