/** Imports nothing: browsers load it. Every grant of `Grants` is in it, which the compiler checks in schemas/room-schemas.ts. */
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
