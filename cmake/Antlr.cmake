# antlr_cpp(<target> NAMESPACE <namespace> (GRAMMAR <file> | LEXER <file> PARSER <file>))
#
# Generates the C++ lexer and parser into the build tree and makes a static library of them.
# A combined grammar Precis.g4 gives PrecisLexer.h and PrecisParser.h.

find_package(Java 11 COMPONENTS Runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)
find_path(ANTLR4_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY antlr4-runtime REQUIRED)

add_library(antlr4_rt INTERFACE)
target_include_directories(antlr4_rt SYSTEM INTERFACE ${ANTLR4_INCLUDE})
target_link_libraries(antlr4_rt INTERFACE ${ANTLR4_LIBRARY} Threads::Threads)

function(antlr_cpp target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;GRAMMAR;LEXER;PARSER" "")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/antlr/${target})
  file(MAKE_DIRECTORY ${out})
  set(tool ${ANTLR4_TOOL} -Dlanguage=Cpp -Werror -no-listener -no-visitor
           -package ${arg_NAMESPACE} -lib ${out} -o ${out} -Xexact-output-dir)
  if(arg_GRAMMAR)
    cmake_path(GET arg_GRAMMAR STEM name)
    set(generated ${out}/${name}Lexer.cpp ${out}/${name}Lexer.h
                  ${out}/${name}Parser.cpp ${out}/${name}Parser.h)
    add_custom_command(OUTPUT ${generated} COMMAND ${tool} ${arg_GRAMMAR} DEPENDS ${arg_GRAMMAR}
                       WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} VERBATIM)
  else()
    cmake_path(GET arg_LEXER STEM lexer)
    cmake_path(GET arg_PARSER STEM parser)
    set(lexer_files ${out}/${lexer}.cpp ${out}/${lexer}.h ${out}/${lexer}.tokens)
    set(parser_files ${out}/${parser}.cpp ${out}/${parser}.h)
    add_custom_command(OUTPUT ${lexer_files} COMMAND ${tool} ${arg_LEXER} DEPENDS ${arg_LEXER}
                       WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} VERBATIM)
    add_custom_command(OUTPUT ${parser_files} COMMAND ${tool} ${arg_PARSER}
                       DEPENDS ${arg_PARSER} ${lexer_files}
                       WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} VERBATIM)
    set(generated ${lexer_files} ${parser_files})
  endif()
  add_library(${target} STATIC ${generated})
  target_include_directories(${target} SYSTEM PUBLIC ${out})
  target_link_libraries(${target} PUBLIC antlr4_rt)
  # The 4.7.2 tool writes u8"" into std::string and captures `this` with [=].
  target_compile_options(${target} PRIVATE -fno-char8_t -w)
endfunction()
