/** Does the same to each room that is due; one that fails is reported and holds up no other. Returns how many it did. */
export async function eachRoom(rooms: readonly { taskId: string }[], act: (taskId: string) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const { taskId } of rooms) {
    try {
      if (await act(taskId)) done++;
    } catch (error) {
      console.error(`live room ${taskId}`, error);
    }
  }
  return done;
}
