// Nothing is needed of this library; see meson.build.
