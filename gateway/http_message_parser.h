// One HTTP message through Boost.Beast's parser, with our judgement of its fields; the inside of
// http_request_reader.h.
//
// Only http_request_reader.cc includes this: Beast's headers are heavy.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http_request_reader.h"

namespace partita::gateway {

class HttpMessageParser final : public boost::beast::http::basic_parser<true> {
 public:
  // Fills `head` while the head is read — its views point into the bytes given to put() — and then
  // `body`. All must outlive this.
  HttpMessageParser(const HttpLimits& limits, HttpRequestHead* head, std::string* body);

  // Why put() failed.
  const HttpRefusal& refusal() const { return refusal_; }

 private:
  using Code = boost::beast::error_code;
  using Text = boost::beast::string_view;
  using FieldName = boost::beast::http::field;

  void Refuse(Code& code, int status, std::string_view reason);
  void Keep(FieldName field, std::string_view name, std::string_view value);
  // The fields that say where the message ends, or what it wants to become. False: `field` is none
  // of them.
  bool JudgeFraming(FieldName field, std::string_view value, Code& code);
  size_t Append(Text bytes, Code& code);

  void on_request_impl(boost::beast::http::verb verb, Text, Text target, int version,
                       Code&) override;
  void on_response_impl(int, Text, int, Code& code) override;
  void on_field_impl(FieldName field, Text name, Text value, Code& code) override;
  void on_header_impl(Code& code) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  size_t on_body_impl(Text bytes, Code& code) override { return Append(bytes, code); }
  void on_chunk_header_impl(std::uint64_t size, Text, Code& code) override;
  size_t on_chunk_body_impl(std::uint64_t, Text bytes, Code& code) override {
    return Append(bytes, code);
  }
  void on_finish_impl(Code&) override {}

  const HttpLimits& limits_;
  HttpRequestHead* head_;
  std::string* body_;
  HttpRefusal refusal_{400, "malformed request"};  // until one of ours is better
  size_t fields_ = 0;
  bool http_1_1_ = false;
  bool header_read_ = false;
  bool has_length_ = false;
  bool has_encoding_ = false;
  bool has_host_ = false;
};

}  // namespace partita::gateway
