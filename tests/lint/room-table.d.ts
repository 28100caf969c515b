/** By room, the rooms that it may import. @throws Error if there is no table, or a room has no row */
export function readRoomTable(text: string): Map<string, Set<string>>
