import { bigint, customType, text, timestamp } from 'drizzle-orm/pg-core';

export const orgId = () => text().notNull();
export const createdBy = () => text().notNull();
export const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();
export const instant = () => timestamp({ withTimezone: true });
export const int64 = () => bigint({ mode: 'number' });

/** Raw bytes in, raw bytes out. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
