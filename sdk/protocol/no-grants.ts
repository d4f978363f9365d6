/**
 * All grants, each false; the compiler checks in schemas/room-schemas.ts that it is complete. Imports nothing, because
 * browsers load it.
 */
export const noGrants = {
  publishMicrophone: false,
  publishCamera: false,
  publishScreen: false,
  subscribe: false,
  canAdmit: false,
  canModerate: false,
  canEnd: false,
  canExtend: false,
  canSeeLabels: false,
  chat: false,
  canRename: false,
};
