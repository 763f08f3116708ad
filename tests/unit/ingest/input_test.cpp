// How the bytes come: compressed, cut off, over many lines, from files.

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "runtime/ingest/documents.h"
#include "runtime/ingest/json.h"
#include "tests/unit/ingest/bundles.h"
#include "tests/unit/ingest/reading.h"

namespace precis::runtime::ingest {
namespace {

std::string packed(const std::string& text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  const lzma_ret code = lzma_easy_buffer_encode(
      1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
      reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
  EXPECT_EQ(code, LZMA_OK);
  out.resize(size);
  return out;
}

std::string zipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstandard(const std::string& text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size());
  EXPECT_FALSE(ZSTD_isError(size));
  ZSTD_freeCCtx(context);
  out.resize(size);
  return out;
}

// The bundle as people print it: over many lines.
std::string printed() {
  std::string out;
  for (char c : bundle({})) {
    out += c;
    if (c == '{' || c == '[' || c == ',') out += "\n  ";
  }
  return out + "\n";
}

class Input : public Reading {
 protected:
  std::vector<Outcome> all(std::string text) {
    Reader r = reader(std::move(text));
    std::vector<Outcome> out;
    while (std::optional<Outcome> o = r.next()) out.push_back(std::move(*o));
    summary_ = r.summary();
    return out;
  }
  std::size_t records(const std::vector<Outcome>& outcomes) {
    std::size_t count = 0;
    for (const Outcome& o : outcomes) count += o.records.size();
    return count;
  }
};

TEST_F(Input, LinesMayEndInAnyWayAndBeBlank) {
  const std::string line = bundle({});
  EXPECT_EQ(records(all(line)), 1u);
  EXPECT_EQ(records(all(line + "\n" + line + "\n")), 2u);
  EXPECT_EQ(records(all("\xef\xbb\xbf\n\r\n" + line + "\r\n\r\n" + line + "\r\n")), 2u);
  EXPECT_EQ(records(all("")), 0u);
  EXPECT_EQ(records(all("\n \n")), 0u);
  EXPECT_TRUE(all("\n \n").empty());
}

TEST_F(Input, ABundleMayGoOverManyLines) {
  std::vector<Outcome> o = all(printed());
  ASSERT_EQ(records(o), 1u);
  EXPECT_EQ(o[0].records[0].source, "in.ndjson:1");
  o = all(printed() + printed());
  ASSERT_EQ(records(o), 2u);
  EXPECT_NE(o[1].records[0].source, "in.ndjson:1");
}

TEST_F(Input, AProblemInsideManyLinesNamesItsLine) {
  const std::string text = "{\n\"member\": {\n\"id\": \"M\",\n\"sex\": oops\n}\n}\n";
  const std::vector<Outcome> o = all(text);
  ASSERT_EQ(o.size(), 1u);
  ASSERT_EQ(o[0].rejections.size(), 1u);
  expect_rejected(o[0].rejections[0], "E0801", "this is not JSON: `oops` is no value", "member.sex",
                  4);
}

TEST_F(Input, ABrokenFirstLineDoesNotSwallowTheOthers) {
  const std::string line = bundle({});
  const std::vector<Outcome> o = all(line.substr(0, line.size() / 2) + "\n" + line + "\n" + line);
  ASSERT_EQ(o.size(), 3u);
  ASSERT_EQ(o[0].rejections.size(), 1u);
  EXPECT_EQ(o[0].rejections[0].code, "E0802");
  EXPECT_EQ(records(o), 2u);
}

TEST_F(Input, ATruncatedBundleIsOneRejection) {
  const std::string text = printed();
  const std::vector<Outcome> o = all(text.substr(0, text.size() / 2));
  ASSERT_EQ(o.size(), 1u);
  ASSERT_EQ(o[0].rejections.size(), 1u);
  EXPECT_EQ(o[0].rejections[0].code, "E0802");
}

TEST_F(Input, CompressedInputIsToldByItsBytes) {
  const std::string text = bundle({}) + "\n" + bundle({}) + "\n";
  for (auto pack : {packed, zipped, zstandard}) {
    EXPECT_EQ(records(all(pack(text))), 2u);
    EXPECT_EQ(records(all(pack(text) + pack(text))), 4u);
    EXPECT_EQ(records(all(pack(printed()))), 1u);
    EXPECT_EQ(records(all(pack(""))), 0u);
  }
  // A frame of notes before the data, as parallel tools write it.
  const std::string notes("\x50\x2a\x4d\x18\x04\0\0\0note", 12);
  EXPECT_EQ(records(all(notes + zstandard(text))), 2u);
}

TEST_F(Input, CompressedInputThatBreaksOffIsRejectedAfterWhatCouldBeRead) {
  std::string text;
  unsigned noise = 1;
  for (int i = 0; i < 4000; ++i) {
    noise = noise * 1'664'525 + 1'013'904'223;
    text += bundle({genotype(R"({"text": "*1/*)" + std::to_string(noise) + "\"}")}) + "\n";
  }
  for (auto pack : {packed, zipped, zstandard}) {
    std::string whole = pack(text);
    const std::size_t half = whole.size() / 2;
    const std::vector<Outcome> o = all(whole.substr(0, half));
    EXPECT_GT(records(o), 0u);
    ASSERT_FALSE(o.back().rejections.empty());
    const Rejection& last = o.back().rejections.back();
    EXPECT_EQ(last.code, "E0807");
    EXPECT_EQ(last.line, o.size());
    EXPECT_EQ(last.reason,
              "the input cannot be read to its end: the compressed data end early at byte " +
                  std::to_string(half));
    whole[half] ^= 0x55;
    const std::vector<Outcome> damaged = all(whole);
    ASSERT_FALSE(damaged.back().rejections.empty());
    EXPECT_TRUE(damaged.back().rejections.back().reason.starts_with(
        "the input cannot be read to its end: the compressed data are damaged at byte "))
        << damaged.back().rejections.back().reason;
  }
}

TEST_F(Input, WhatFollowsCompressedDataIsDamage) {
  for (auto pack : {packed, zipped, zstandard}) {
    const std::vector<Outcome> o = all(pack(bundle({}) + "\n") + "and more text");
    EXPECT_EQ(records(o), 1u);
    ASSERT_EQ(o.back().rejections.size(), 1u);
    EXPECT_EQ(o.back().rejections[0].code, "E0807");
  }
}

TEST_F(Input, FilesAreReadAndMissingOnesAreSaid) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("precis_input_test_" + std::to_string(::getpid()));
  {
    std::ofstream out(path, std::ios::binary);
    out << packed(bundle({}) + "\n");
  }
  Result<Reader> r = Reader::open(path.string(), standard_.schema, standard_.catalogue, symbols_);
  ASSERT_TRUE(r.ok()) << r.error();
  std::optional<Outcome> o = r->next();
  ASSERT_TRUE(o && o->records.size() == 1);
  EXPECT_EQ(o->records[0].source, path.string() + ":1");
  EXPECT_FALSE(r->next());
  EXPECT_EQ(r->bytes_taken(), r->bytes_in_all());
  std::filesystem::remove(path);
  r = Reader::open(path.string(), standard_.schema, standard_.catalogue, symbols_);
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.error(), "cannot read `" + path.string() + "`: No such file or directory");
  r = Reader::open("/", standard_.schema, standard_.catalogue, symbols_);
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.error(), "`/` is a folder");
}

TEST(Documents, ARecordThatIsTooLargeIsPassedOver) {
  const std::string large(100000, 'x');
  Documents documents(Bytes::of("{\"a\": 1}\n{\"b\": \"" + large + "\"}\n{\"c\": 2}\n"), 1000);
  Document document;
  ASSERT_TRUE(documents.next(document));
  EXPECT_EQ(document.text, "{\"a\": 1}");
  ASSERT_TRUE(documents.next(document));
  ASSERT_TRUE(document.problem);
  EXPECT_EQ(document.problem->code, "E0806");
  EXPECT_EQ(document.problem->reason, "the record is larger than 256 MiB");
  EXPECT_EQ(document.line, 2u);
  ASSERT_TRUE(documents.next(document));
  EXPECT_EQ(document.text, "{\"c\": 2}");
  EXPECT_EQ(document.line, 3u);
  EXPECT_FALSE(documents.next(document));
}

// A long line and short ones: what is long is decided or rejected, and the short ones are decided.
TEST_F(Input, ALongLineDoesNotDisturbTheNext) {
  const std::string line = bundle({});
  const std::string text(24 << 20, 'x');
  // Longer than what is kept from record to record.
  std::vector<Outcome> o =
      all(line + "\n" + bundle({resource("Binary", "\"data\": \"" + text + "\"")}) + "\n" + line);
  EXPECT_EQ(records(o), 3u);
  o = all(line + "\n" + text + "\n" + line + "\n");
  EXPECT_EQ(records(o), 2u);
  ASSERT_EQ(o.size(), 3u);
  ASSERT_EQ(o[1].rejections.size(), 1u);
  EXPECT_EQ(o[1].rejections[0].code, "E0810");
  EXPECT_EQ(o[1].rejections[0].line, 2u);
}

TEST(Json, ATextWithTooManyValuesIsRefusedBeforeItIsRead) {
  JsonTree json;
  std::string text = R"({"a": [1, 2, 3]})";
  EXPECT_FALSE(json.parse(text, 5));
  const auto problem = json.parse(text, 4);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->problem.code, "E0844");
  EXPECT_EQ(problem->problem.reason, "the record holds more than 4 values");
}

TEST_F(Input, RejectionsAsText) {
  Rejection r{"a.ndjson", 3, "M1", "member.weight", "E0821", "`900 kg` is too much", ""};
  EXPECT_EQ(to_text(r), "a.ndjson:3: E0821: `900 kg` is too much (member M1, at member.weight)");
  r = {"a.ndjson", 3, "", "", "E0830", "there is no request to decide", "give one"};
  EXPECT_EQ(to_text(r), "a.ndjson:3: E0830: there is no request to decide\n  help: give one");
}

}  // namespace
}  // namespace precis::runtime::ingest
