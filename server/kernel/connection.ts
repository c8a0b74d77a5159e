/** The key to the database on a Ctx. Only kernel files may import it, so only the kernel can open a transaction. */
export const connection: unique symbol = Symbol.for('countersign.connection');
