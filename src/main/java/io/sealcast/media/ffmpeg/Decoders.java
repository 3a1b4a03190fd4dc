package io.sealcast.media.ffmpeg;

import java.util.Set;

/**
 * The decoders that ffmpeg may use: those of cameras, phones, recorders, editing programs and video
 * sites of the last decades. The several hundred others, above all of games, are left out, since
 * each is code that reads strangers' data and that hardly anybody has tested. Decoders of graphics
 * cards are left out, too: the sandbox has no device.
 *
 * <p>A stream of another codec makes the video fail as {@code unsupported_codec}, even if it isn't
 * the picture; hence sound, subtitles and cover pictures are listed generously.
 */
final class Decoders {
  private static final String PICTURES =
      "h264,libopenh264,hevc,vvc,av1,libdav1d,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,"
          + "vp3,vp4,vp5,vp6,vp6a,vp6f,vp7,theora,"
          + "mpeg1video,mpeg2video,mpegvideo,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,"
          + "h261,h263,h263i,h263p,flv,flashsv,flashsv2,"
          + "wmv1,wmv2,wmv3,vc1,mss1,mss2,rv10,rv20,rv30,rv40,cavs,dirac,"
          + "svq1,svq3,cinepak,indeo2,indeo3,indeo4,indeo5,msvideo1,msrle,rpza,smc,qtrle,8bps,"
          + "camstudio,cscd,camtasia,tscc,tscc2,zmbv,"
          + "mjpeg,mjpegb,sp5x,jpeg2000,libopenjpeg,dvvideo,"
          + "prores,prores_raw,dnxhd,cfhd,aic,hap,speedhq,"
          + "ffv1,ffvhuff,huffyuv,utvideo,magicyuv,lagarith,"
          + "rawvideo,v210,v210x,v308,v408,v410,r10k,r210,y41p,yuv4,"
          + "gif,png,apng,bmp,webp,tiff";

  private static final String SOUNDS =
      "aac,aac_fixed,aac_latm,libfdk_aac,ac3,ac3_fixed,eac3,dca,mlp,truehd,alac,"
          + "mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3adufloat,mp3on4,mp3on4float,"
          + "opus,libopus,vorbis,libvorbis,speex,libspeex,flac,tta,wavpack,"
          + "amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,evrc,qcelp,gsm,gsm_ms,libgsm,libgsm_ms,"
          + "wmav1,wmav2,wmapro,wmalossless,wmavoice,"
          + "cook,sipr,ralf,real_144,real_288,atrac1,atrac3,atrac3plus,"
          + "mace3,mace6,qdm2,qdmc,nellymoser,truespeech,dvaudio,s302m,"
          + "g722,g726,g726le,g723_1,g729,"
          + "adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_swf,adpcm_yamaha,adpcm_g722,adpcm_g726,"
          + "pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,"
          + "pcm_f16le,pcm_f24le,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,"
          + "pcm_s8,pcm_s8_planar,pcm_u8,"
          + "pcm_s16be,pcm_s16be_planar,pcm_s16le,pcm_s16le_planar,pcm_u16be,pcm_u16le,"
          + "pcm_s24be,pcm_s24le,pcm_s24le_planar,pcm_s24daud,pcm_u24be,pcm_u24le,"
          + "pcm_s32be,pcm_s32le,pcm_s32le_planar,pcm_u32be,pcm_u32le,pcm_s64be,pcm_s64le";

  /** The codecs of subtitles that consist of text. */
  static final Set<String> TEXTS =
      Set.of("mov_text", "text", "srt", "subrip", "ssa", "ass", "webvtt", "eia_608");

  private static final String SUBTITLES =
      "mov_text,text,srt,subrip,ssa,ass,webvtt,dvbsub,dvdsub,pgssub,xsub,cc_dec";

  /** The names of all of them, separated by commas, for the option {@code -codec_whitelist}. */
  static final String ALLOWED = PICTURES + "," + SOUNDS + "," + SUBTITLES;

  private Decoders() {}
}
