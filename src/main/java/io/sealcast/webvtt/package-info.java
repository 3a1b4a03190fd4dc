/** Captions as text: reads WebVTT and SubRip, writes WebVTT. */
@NullMarked
package io.sealcast.webvtt;

import org.jspecify.annotations.NullMarked;
