'use client';
// A link whose page is fetched ahead once somebody is about to follow it. Fetching every page that is linked, as the framework does by
// itself, costs slow phones half a second before they can be used.

import Anchor from 'next/link';
import { type ComponentProps, useState } from 'react';

export function Link({ onMouseEnter, onFocus, onTouchStart, ...rest }: Omit<ComponentProps<typeof Anchor>, 'prefetch'>) {
  const [isMeant, mean] = useState(false);
  return (
    <Anchor
      {...rest} prefetch={isMeant ? null : false}
      onMouseEnter={(event) => { mean(true); onMouseEnter?.(event); }}
      onFocus={(event) => { mean(true); onFocus?.(event); }}
      onTouchStart={(event) => { mean(true); onTouchStart?.(event); }}
    />
  );
}
