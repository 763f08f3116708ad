# The two shapes of target in this project: a library for each folder, and a test program for each
# area of tests/unit.

set(PRECIS_WARNINGS -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # At -O3 g++ 12 warns of overlaps in std::string's own copies.
  list(APPEND PRECIS_WARNINGS $<$<CONFIG:Release>:-Wno-restrict>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # The standard library's own std::stable_sort uses a function that it has deprecated.
  list(APPEND PRECIS_WARNINGS -Wno-deprecated-declarations)
endif()

# precis_library(<name> [PUBLIC targets...] [PRIVATE targets...])
#
# Makes precis_<name> from the *.cpp of the calling folder: a static library, or an interface
# library when the folder has headers only. Dependencies are full target names
# (precis_support, fmt::fmt). Includes start at the repository root.
function(precis_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "precis_library(${name}): say PUBLIC or PRIVATE: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(precis_${name} STATIC ${sources})
    target_include_directories(precis_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_compile_options(precis_${name} PRIVATE ${PRECIS_WARNINGS})
    target_link_libraries(precis_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  else()
    add_library(precis_${name} INTERFACE)
    target_include_directories(precis_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(precis_${name} INTERFACE ${arg_PUBLIC} ${arg_PRIVATE})
  endif()
endfunction()

# precis_executable(<name> [targets...])
#
# Makes the program <name> from the *.cpp of the calling folder; it lands in <build>/bin.
function(precis_executable name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE ${PRECIS_WARNINGS})
  target_link_libraries(${name} PRIVATE ${ARGN})
endfunction()

# precis_test(<area> [targets...])
#
# Makes precis_test_<area> from the *_test.cpp of the calling folder and registers every test in it
# with ctest. Tests run at the repository root.
function(precis_test area)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  add_executable(precis_test_${area} ${sources})
  target_include_directories(precis_test_${area} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(precis_test_${area} PRIVATE ${PRECIS_WARNINGS})
  target_link_libraries(precis_test_${area} PRIVATE ${ARGN} GTest::gtest_main GTest::gmock)
  gtest_discover_tests(precis_test_${area} TEST_PREFIX ${area}: DISCOVERY_MODE PRE_TEST
                       WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
