/** By folder, what it may import: folders, `clock`, `faults`, `images`. @throws Error if there is no table */
export function readVirtualBoardTable(text: string): Map<string, Set<string>>
