/** The file is no photo that the server could read. */
export class NotAPhoto extends Error {}
