import type { Pathway, Priority } from '#clinical';
import type { Tile } from '#contracts';

/* Drawn here, in currentColor. Each stands beside its word and is hidden from those who listen. */

const drawing = { 'aria-hidden': true, focusable: false, viewBox: '0 0 24 24' } as const;
const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export const PATHWAY_NAMES: Record<Pathway, string> = {
  respiratory: 'Respiratory',
  cardiac: 'Cardiac',
  frailty: 'Frailty',
};

export function PathwayIcon({ pathway }: { pathway: Pathway }) {
  switch (pathway) {
    case 'respiratory':
      return (
        <svg className="icon" {...drawing} {...line}>
          <path d="M12 3v9M12 12l-2.5 2M12 12l2.5 2" />
          <path d="M9.5 7.5C6 8.5 3 14 3 18.500c0 2 1.5 2.5 3 2 2-.7 3.5-1.5 3.5-3.500z" />
          <path d="M14.5 7.500C18 8.5 21 14 21 18.500c0 2-1.5 2.5-3 2-2-.7-3.5-1.5-3.5-3.500z" />
        </svg>
      );
    case 'cardiac':
      return (
        <svg className="icon" {...drawing} {...line}>
          <path d="M12 20.5 4 12.300a5 5 0 0 1 8-5.8 5 5 0 0 1 8 5.800z" />
          <path d="M7 12h2.500l1.5-3 2 5 1.2-2H17" strokeWidth={1.6} />
        </svg>
      );
    case 'frailty':
      return (
        <svg className="icon" {...drawing} {...line}>
          <circle cx="10" cy="4.5" r="2" />
          <path d="M10 8c-1.5 2-1.8 4-1.3 6.500L7 21M8.7 14.5 12 17v4M10 8.500l2.5 3.500H16" />
          <path d="M16 21v-8.500a1.6 1.6 0 0 1 3.2 0" />
        </svg>
      );
  }
}

export function TrendArrow({ trend }: { trend: Tile['trend'] }) {
  switch (trend) {
    case 'rising':
      return (
        <svg className="icon trend" {...drawing} {...line} strokeWidth={3}>
          <path d="M12 21V4M5 11l7-7 7 7" />
        </svg>
      );
    case 'falling':
      return (
        <svg className="icon trend" {...drawing} {...line} strokeWidth={3}>
          <path d="M12 3v17M5 13l7 7 7-7" />
        </svg>
      );
    case 'steady':
      return (
        <svg className="icon trend" {...drawing} {...line} strokeWidth={3}>
          <path d="M3 12h17M13 5l7 7-7 7" />
        </svg>
      );
    case 'unknown':
      return null;
  }
}

export function PriorityIcon({ priority }: { priority: Priority }) {
  switch (priority) {
    case 'emergency':
      return (
        <svg className="icon" {...drawing} {...line} strokeWidth={2.5}>
          <path d="M8 2.500h8L21.5 8v8L16 21.500H8L2.5 16V8z" />
          <path d="M12 7v6M12 16.800v.2" />
        </svg>
      );
    case 'urgent':
      return (
        <svg className="icon" {...drawing} {...line} strokeWidth={2.5}>
          <path d="M12 3 22 20.500H2z" />
          <path d="M12 9.500v5M12 17.300v.2" />
        </svg>
      );
    case 'routine':
      return (
        <svg className="icon" {...drawing} {...line} strokeWidth={2.5}>
          <circle cx="12" cy="12" r="9.5" />
          <path d="M12 7v.2M12 11v6" />
        </svg>
      );
    case 'technical':
      return (
        <svg className="icon" {...drawing} {...line} strokeWidth={2.5}>
          <rect x="3" y="4" width="18" height="13" rx="2" />
          <path d="M8 21h8M12 17v4" />
        </svg>
      );
  }
}

export function LateIcon() {
  return (
    <svg className="icon" {...drawing} {...line} strokeWidth={2.5}>
      <circle cx="12" cy="12" r="9.5" />
      <path d="M12 6.500V12l4 2.5" />
    </svg>
  );
}

export function PauseIcon() {
  return (
    <svg className="icon" {...drawing} {...line} strokeWidth={3}>
      <path d="M8 5v14M16 5v14" />
    </svg>
  );
}

export function SoundIcon({ on }: { on: boolean }) {
  return (
    <svg className="icon" {...drawing} {...line} strokeWidth={2.2}>
      <path d="M4 9.500v5h3.500L13 19V5L7.5 9.500z" />
      {on ? (
        <path d="M16.500 9a4.500 4.500 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11" />
      ) : (
        <path d="m16.500 9.500 5 5M21.500 9.500l-5 5" />
      )}
    </svg>
  );
}

export function EscalationPlanIcon() {
  return (
    <svg className="icon" {...drawing} {...line}>
      <path d="M6 21V4M6 5h12l-3 4 3 4H6" />
    </svg>
  );
}
