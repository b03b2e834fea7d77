import type { SetupStep } from "#lib/sources/source.ts";

/** What a person does, in order. A question's answers open into the steps that follow from them. */
export function SetupSteps({ steps, linkWord }: { steps: readonly SetupStep[]; linkWord: string }) {
  return (
    <ol className="flex list-decimal flex-col gap-2.5 pl-5 text-body marker:text-ink-faint">
      {steps.map((step) => (
        <li key={step.text} className="[overflow-wrap:anywhere]">
          <p className={step.choices ? "font-[550] text-ink" : undefined}>{step.text}{step.link ? <> <a href={step.link} target="_blank" rel="noreferrer" className="whitespace-nowrap text-accent underline">{linkWord}</a></> : null}</p>
          {step.choices ? (
            <div className="mt-2 flex flex-col gap-2">
              {step.choices.map((choice) => (
                <details key={choice.answer} className="rounded-lg border border-line px-3 py-2 open:bg-sunken">
                  <summary className="text-body font-[550] text-accent">{choice.answer}</summary>
                  <div className="pt-2.5 pb-1"><SetupSteps steps={choice.steps} linkWord={linkWord} /></div>
                </details>
              ))}
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
