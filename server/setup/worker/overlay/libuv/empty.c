/* Nothing is needed of this library; see meson.build. */
extern int hearthroom_empty;
