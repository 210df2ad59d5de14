import { chooseLight, LIGHTS, useLight, type Light } from './light.ts';

const NAMES: Readonly<Record<Light, string>> = { auto: 'As this computer', day: 'Day', night: 'Night' };

/** Day or night, kept on this computer. */
export function LightChoice() {
  const light = useLight();
  return (
    <fieldset className="light">
      <legend className="light__legend">Light</legend>
      {LIGHTS.map((one) => (
        <button
          key={one}
          type="button"
          className="light__choice"
          aria-pressed={one === light}
          onClick={() => chooseLight(one)}
        >
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
