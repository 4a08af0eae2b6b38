import { html, nothing } from 'lit';

/**
 * A labelled control with its hint and its fault beside it, both read out with it.
 * @param {object} field
 * @param {(attributes: {id: string, describedBy: string, invalid: string}) => unknown} control
 */
export function field({ id, label, hint, fault, optional, className = '' }, control) {
  const describedBy = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || nothing;
  return html`
    <div class="field ${className}">
      <label for=${id}>${label}${optional ? html` <small>${optional}</small>` : nothing}</label>
      ${control({ id, describedBy, invalid: fault ? 'true' : nothing })}
      ${fault ? html`<p class="fault" id="${id}-fault" data-testid="${id}-fault">${fault}</p>` : nothing}
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    </div>`;
}

/** The cursor goes where the first fault is. */
export async function focusFirstFault(view) {
  await view.updateComplete;
  view.querySelector('[aria-invalid=true]')?.focus();
}
