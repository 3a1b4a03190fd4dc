package io.sealcast.media.ffmpeg;

import io.sealcast.media.Ladder;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.media.PictureRate;
import java.util.ArrayList;
import java.util.List;

/** Builds ffmpeg's arguments for a piece of the pictures of a rendition. */
final class PieceCommand {
  /**
   * Time in seconds that is read before a piece begins, so that the filters know the pictures in
   * front of its first one.
   */
  private static final double LEAD = 2;

  private final MediaInfo info;
  private final MediaInfo.Video video;
  private final PicturePiece piece;
  private final PictureEncoding encoding;
  private final PictureFilters filters;

  /**
   * @param info result of probing the source, which has a picture
   * @param convertColors whether the ffmpeg in use can convert high to standard dynamic range
   */
  PieceCommand(
      MediaInfo info, PicturePiece piece, PictureEncoding encoding, boolean convertColors) {
    this.info = info;
    this.video = info.video().orElseThrow();
    this.piece = piece;
    this.encoding = encoding;
    this.filters =
        new PictureFilters(video, planOf(piece.plan()), piece.plan().frameRate(), convertColors);
  }

  /** Returns the plan of a rendition of these pictures alone. */
  static RenditionPlan planOf(PicturePlan pictures) {
    return new RenditionPlan(
        RenditionPlan.Picture.ENCODE,
        RenditionPlan.Sound.NONE,
        pictures.width(),
        pictures.height(),
        pictures.origin(),
        pictures.length(),
        pictures.pictureLength(),
        false);
  }

  /**
   * Returns the arguments before the input. ffmpeg begins to read at the last keyframe before the
   * piece; each picture has the time that it has in the whole rendition.
   */
  List<String> input() {
    double origin = piece.plan().origin();
    double skipped = Math.max(0, piece.from() - LEAD + origin - info.start());
    // ffmpeg subtracts the time that it seeks
    List<String> args =
        new ArrayList<>(RenditionCommand.offset(info, video.start(), origin - skipped));
    if (skipped > 0) {
      args.addAll(List.of("-ss", RenditionCommand.seconds(skipped), "-noaccurate_seek"));
    }
    if (filters.isReusedOnResize()) {
      RenditionCommand.add(args, "-reinit_filter:v 0");
    }
    return args;
  }

  List<String> outputs(String url) {
    List<String> args = new ArrayList<>();
    RenditionCommand.add(args, "-progress pipe:1 -map 0:" + video.index());
    RenditionCommand.add(args, "-map_metadata -1 -map_chapters -1 -sn -dn");
    PictureRate rate = piece.rate();
    args.addAll(
        List.of(
            "-vf",
            filters.chain(
                rate.firstAt(piece.from()),
                piece.to().isPresent()
                    ? rate.firstAt(piece.to().getAsInt())
                    : PictureFilters.TO_THE_END)));
    args.addAll(encoding.arguments());
    // the parameter sets of all pieces have to be the same
    PicturePlan plan = piece.plan();
    Ladder.Size size = new Ladder.Size(plan.width(), plan.height());
    RenditionCommand.add(args, "-level " + RungCommand.level(size) + " -x264-params stitchable=1");
    args.addAll(filters.tags());
    args.addAll(
        List.of(
            "-force_key_frames",
            RenditionCommand.keyframes(rate, piece.firstPicture(), piece.from())));
    RenditionCommand.add(args, "-max_error_rate 1");
    RenditionCommand.add(
        args, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer+frag_discont");
    // see RenditionCommand
    RenditionCommand.add(args, "-f mp4 -method PUT -send_expect_100 1");
    args.add(url);
    return args;
  }
}
